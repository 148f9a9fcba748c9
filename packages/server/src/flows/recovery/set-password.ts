import { conformingPassword, preparePassword } from '#flows/accounts/prepare-password'
import { temporaryUntil } from '#flows/accounts/temporary-password'
import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import { discardVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/**
 * Sets a permanent or temporary password for an administrator, and confirms the user. Another person may have had
 * access to the account, so tokens, browser sessions and codes end.
 *
 * @throws InvalidPasswordException, UserNotFoundException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html
 */
export async function setPassword(
  services: { clock: Clock; db: Database; passwordHasher: PasswordHasher; random: Random; sealer: Sealer },
  { pool, user, password, permanent }: { pool: UserPool; user: User; password: string; permanent: boolean },
): Promise<void> {
  const { clock, db } = services
  const { sub, username } = user
  const stored = await preparePassword(services, {
    pool,
    sub,
    username,
    password: conformingPassword(pool, password),
    ...(permanent ? {} : { expiresAt: temporaryUntil(services, pool) }),
  })
  await inTransaction(db, async (transaction) => {
    const before = await holdUser(transaction, sub)
    if (!before) throw userDoesNotExist()
    const status = permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD'
    await replaceUser(transaction, { ...before, status, password: stored, updatedAt: clock.now() })
    await signOutEverywhere({ clock, db: transaction }, sub)
    for (const purpose of ['sign-up', 'forgot-password'] as const) {
      await discardVerificationCode(transaction, { sub, purpose })
    }
  })
}
