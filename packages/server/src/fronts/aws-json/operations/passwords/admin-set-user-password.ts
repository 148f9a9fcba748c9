import { loadUser } from '#flows/profile/load-user'
import { setPassword } from '#flows/recovery/set-password'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html */
export const AdminSetUserPassword = defineOperation({
  name: 'AdminSetUserPassword',
  caller: 'iam',
  throws: [
    'InvalidPasswordException',
    'ResourceNotFoundException',
    'TooManyRequestsException',
    'UserNotFoundException',
  ],
  actsOn: { UserPoolId: true, Username: true, Password: true, Permanent: true },
  async handle(
    services: { clock: Clock; db: Database; passwordHasher: PasswordHasher; random: Random; sealer: Sealer },
    input,
  ) {
    const { pool, user } = await loadUser(services, input)
    await setPassword(services, { pool, user, password: input.Password, permanent: input.Permanent ?? false })
    return {}
  },
})
