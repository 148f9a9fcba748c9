import { conformingPassword, preparePassword } from '#flows/accounts/prepare-password'
import { guardedAttempt } from '#flows/sign-in/guarded-attempt'
import { takeAttempt } from '#flows/verification/budgets'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { passwordCannotBeReset } from '#foundation/exceptions/passwords'
import { incorrectUsernameOrPassword, userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { KeyedQueue } from '#foundation/keyed-queue'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import { discardVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/**
 * Replaces a signed-in user's password. As in AWS, the user's other sign-ins stay valid. An application that wants to
 * end them calls GlobalSignOut (ASVS 7.4.3 requires this option). A recovery code that was sent earlier stops working.
 *
 * @throws NotAuthorizedException for a wrong previous password, which counts as a failed sign-in;
 *   InvalidPasswordException; LimitExceededException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
 */
export async function changePassword(
  services: {
    attemptQueue: KeyedQueue
    clock: Clock
    db: Database
    passwordHasher: PasswordHasher
    random: Random
    sealer: Sealer
  },
  of: { pool: UserPool; user: User; previous: string | undefined; proposed: string },
): Promise<void> {
  const { clock, db, passwordHasher } = services
  const { pool, user, previous, proposed } = of
  const { sub, username } = user
  await takeAttempt(services, { pool, user, name: username, operation: 'ChangePassword' })
  if (user.status !== 'CONFIRMED') throw passwordCannotBeReset()
  const password = conformingPassword(pool, proposed)
  const current = user.password
  // A user without a password may set one without a previous password.
  const verify = async (): Promise<boolean> =>
    current === undefined || (previous !== undefined && (await passwordHasher.verify(current.hash, previous)))
  if (!(await guardedAttempt(services, { pool, user, name: username, verify }))) throw incorrectUsernameOrPassword()

  const stored = await preparePassword(services, { pool, sub, username, password })
  await inTransaction(db, async (transaction) => {
    const before = await holdUser(transaction, sub)
    if (!before) throw userDoesNotExist()
    // The password was changed in the meantime, so the proof is no longer valid.
    if (before.password?.hash !== current?.hash || before.status !== 'CONFIRMED') throw incorrectUsernameOrPassword()
    await replaceUser(transaction, { ...before, password: stored, updatedAt: clock.now() }, { from: 'CONFIRMED' })
    await discardVerificationCode(transaction, { sub, purpose: 'forgot-password' })
  })
}
