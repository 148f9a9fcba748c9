import { inviteUser, resendInvitation } from '#flows/registration/invite-user'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { Database } from '#storage/database'
import { userAnswer } from '../../answers/user.ts'
import { defineOperation } from '../../operation.ts'
import { contextOf } from '../../trigger-context.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html */
export const AdminCreateUser = defineOperation({
  name: 'AdminCreateUser',
  caller: 'iam',
  throws: [
    'InvalidParameterException',
    'InvalidPasswordException',
    'ResourceNotFoundException',
    'TooManyRequestsException',
    'UnsupportedUserStateException',
    'UserNotFoundException',
    'UsernameExistsException',
  ],
  actsOn: {
    UserPoolId: true,
    Username: true,
    UserAttributes: { Name: true, Value: true },
    TemporaryPassword: true,
    ForceAliasCreation: true,
    MessageAction: true,
    DesiredDeliveryMediums: ['EMAIL'],
  },
  async handle(
    services: {
      clock: Clock
      courier: { wake(): void }
      db: Database
      passwordHasher: PasswordHasher
      random: Random
      sealer: Sealer
    },
    input,
    call,
  ) {
    const pool = await loadUserPool(services, input.UserPoolId)
    const { Username: username, TemporaryPassword: temporaryPassword, MessageAction: action } = input
    const context = contextOf(call, { clientMetadata: input.ClientMetadata })
    const { user } =
      action === 'RESEND'
        ? await resendInvitation(services, { pool, username, temporaryPassword, context })
        : await inviteUser(services, {
            pool,
            username,
            attributes: input.UserAttributes,
            temporaryPassword,
            forceAliasCreation: input.ForceAliasCreation,
            notify: action !== 'SUPPRESS',
            context,
          })
    return { User: userAnswer(user) }
  },
})
