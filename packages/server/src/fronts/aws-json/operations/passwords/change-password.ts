import { changePassword } from '#flows/recovery/change-password'
import { authenticateAccessToken } from '#flows/tokens/authenticate-access-token'
import { apiScope } from '#flows/tokens/claims'
import type { KeyRing } from '#flows/tokens/key-ring'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { KeyedQueue } from '#foundation/keyed-queue'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html */
export const ChangePassword = defineOperation({
  name: 'ChangePassword',
  caller: 'accessToken',
  throws: [
    'InvalidPasswordException',
    'LimitExceededException',
    'NotAuthorizedException',
    'PasswordResetRequiredException',
    'TooManyRequestsException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  actsOn: { AccessToken: true, PreviousPassword: true, ProposedPassword: true },
  async handle(
    services: {
      attemptQueue: KeyedQueue
      clock: Clock
      db: Database
      issuerSettings: IssuerSettings
      keyRing: KeyRing
      passwordHasher: PasswordHasher
      random: Random
      sealer: Sealer
    },
    { AccessToken, PreviousPassword: previous, ProposedPassword: proposed },
  ) {
    const { pool, user } = await authenticateAccessToken(services, { token: AccessToken, requiredScope: apiScope })
    await changePassword(services, { pool, user, previous, proposed })
    return {}
  },
})
