import { authenticateAccessToken } from '#flows/tokens/authenticate-access-token'
import { apiScope } from '#flows/tokens/claims'
import type { KeyRing } from '#flows/tokens/key-ring'
import type { Clock } from '#foundation/clock'
import type { IssuerSettings } from '#records/user-pools/issuer'
import { deleteUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html */
export const DeleteUser = defineOperation({
  name: 'DeleteUser',
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
    const { user } = await authenticateAccessToken(services, { token: AccessToken, requiredScope: apiScope })
    await deleteUser(services.db, user.sub)
    return {}
  },
})
