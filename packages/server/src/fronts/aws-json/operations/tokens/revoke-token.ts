import { revokeRefreshToken } from '#flows/tokens/revoke-refresh-token'
import { verifyClientSecret } from '#flows/user-pools/client-secret'
import { clientSecretMissing, clientSecretWrong } from '#foundation/exceptions/app-clients'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html */
export const RevokeToken = defineOperation({
  name: 'RevokeToken',
  caller: 'public',
  actsOn: { ClientId: true, ClientSecret: true, Token: true },
  async handle(
    services: Needs<typeof verifyClientSecret> & Needs<typeof revokeRefreshToken>,
    { ClientSecret: secret, Token: token },
    { client },
  ) {
    if (!verifyClientSecret(services, { client, secret })) {
      throw secret === undefined ? clientSecretMissing(client.id) : clientSecretWrong(client.id)
    }
    await revokeRefreshToken(services, { client, token })
    return {}
  },
})
