import { loadAppClient, verifyClientSecret } from '#flows/app-clients/app-client-access'
import { revokeRefreshToken } from '#flows/tokens/revoke-refresh-token'
import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { clientSecretMissing, clientSecretWrong } from '#foundation/exceptions/app-clients'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html */
export const RevokeToken = defineOperation({
  name: 'RevokeToken',
  caller: 'public',
  throws: ['UnauthorizedException', 'UnsupportedOperationException', 'UnsupportedTokenTypeException'],
  actsOn: { ClientId: true, ClientSecret: true, Token: true },
  async handle(services: { clock: Clock; db: Database; sealer: Sealer }, { ClientId, ClientSecret, Token }) {
    const { client } = await loadAppClient(services, ClientId)
    if (!verifyClientSecret(services, { client, secret: ClientSecret })) {
      throw ClientSecret === undefined ? clientSecretMissing(client.id) : clientSecretWrong(client.id)
    }
    await revokeRefreshToken(services, { client, token: Token })
    return {}
  },
})
