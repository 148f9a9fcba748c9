import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { attemptLimitExceeded } from '#foundation/exceptions/codes'
import { takeFromBudget } from '#records/attempts/attempts'
import { foldName } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'

const hour = 60 * 60_000

/**
 * Per user and hour. AWS allows 5 to 20 recovery operations (ForgotPassword and ConfirmForgotPassword), depending on
 * the risk.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#operations-quotas-per-user
 */
const limits = {
  ConfirmSignUp: 15,
  ResendConfirmationCode: 5,
  ForgotPassword: 5,
  ConfirmForgotPassword: 15,
  ChangePassword: 5,
  UpdateUserAttributes: 5,
  GetUserAttributeVerificationCode: 5,
  VerifyUserAttribute: 15,
} as const

/** Messages from one pool to one address in an hour, so that the pool can not flood a mailbox. */
const messagesPerAddress = 30

/**
 * Takes one use of an operation from a user's budget for the hour. Uses for a name that no user has are counted in the
 * same way.
 * @throws LimitExceededException
 */
export async function takeAttempt(
  services: { clock: Clock; db: Database; sealer: Sealer },
  of: { pool: UserPool; user: User | undefined; name: string; operation: keyof typeof limits },
): Promise<void> {
  const { pool, user, name, operation } = of
  const value = [operation, pool.id, user ? 'user' : 'name', user?.sub ?? foldName(pool, name)]
  await take(services, { value, limit: limits[operation] })
}

/** Takes one message from an address's budget for the hour. @throws LimitExceededException */
export async function takeMessage(
  services: { clock: Clock; db: Database; sealer: Sealer },
  { pool, address }: { pool: UserPool; address: string },
): Promise<void> {
  // Most mail servers ignore case, so both spellings are one mailbox.
  await take(services, { value: ['message', pool.id, address.toLowerCase()], limit: messagesPerAddress })
}

/**
 * Does the work of `takeMessage` for a message that is not sent. Each name has its own budget. It never runs out,
 * because `takeAttempt` allows fewer requests.
 */
export async function takePretendedMessage(
  services: { clock: Clock; db: Database; sealer: Sealer },
  { pool, name }: { pool: UserPool; name: string },
): Promise<void> {
  await take(services, { value: ['pretended-message', pool.id, foldName(pool, name)], limit: messagesPerAddress })
}

async function take(
  { clock, db, sealer }: { clock: Clock; db: Database; sealer: Sealer },
  { value, limit }: { value: readonly string[]; limit: number },
): Promise<void> {
  const key = sealer.digest('budget', JSON.stringify(value))
  if (!(await takeFromBudget(db, { key, limit, window: hour, now: clock.now() }))) throw attemptLimitExceeded()
}
