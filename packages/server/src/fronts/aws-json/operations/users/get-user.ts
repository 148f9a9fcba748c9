import { authenticateAccessToken } from '#flows/tokens/authenticate-access-token'
import { apiScope, readableAttributes } from '#flows/tokens/claims'
import type { KeyRing } from '#flows/tokens/key-ring'
import type { Clock } from '#foundation/clock'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
export const GetUser = defineOperation({
  name: 'GetUser',
  caller: 'accessToken',
  throws: [
    'NotAuthorizedException',
    'PasswordResetRequiredException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  actsOn: { AccessToken: true },
  async handle(
    services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; keyRing: KeyRing },
    { AccessToken },
  ) {
    const { client, user } = await authenticateAccessToken(services, { token: AccessToken, requiredScope: apiScope })
    const { sub, ...attributes } = readableAttributes(client, user)
    return {
      Username: user.username,
      UserAttributes: Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value })),
    }
  },
})
