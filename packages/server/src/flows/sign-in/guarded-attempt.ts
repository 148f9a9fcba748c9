import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { passwordAttemptsExceeded } from '#foundation/exceptions/sign-in'
import type { KeyedQueue } from '#foundation/keyed-queue'
import { forgetFailures, lockedUntil, recordFailure } from '#records/attempts/attempts'
import { foldName } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'

/**
 * One try at a user's password, whatever the door: refused while the lock is on, counted when wrong. All aliases, clients and
 * flows of a user share one counter, and a name that nobody has is counted and locked as if somebody had it. The tries of one
 * user are looked at one after another, so that a volley does not get more than its share.
 *
 * @param of.name as typed; counts only where there is no user.
 * @param of.verify whether the password is right; not called while the lock is on.
 * @returns what `verify` said.
 * @throws NotAuthorizedException `Password attempts exceeded` while the lock is on.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html#user-pool-authentication-flow-lockout-behavior
 */
export async function guardedAttempt(
  { attemptQueue, clock, db, sealer }: { attemptQueue: KeyedQueue; clock: Clock; db: Database; sealer: Sealer },
  of: { pool: UserPool; user: User | undefined; name: string; verify: () => Promise<boolean> },
): Promise<boolean> {
  const { pool, user, name, verify } = of
  const key = sealer.digest('password-attempts', `${pool.id}:${user?.sub ?? foldName(pool, name)}`)
  return await attemptQueue.run(key, async () => {
    const now = clock.now()
    const until = await lockedUntil(db, { key, now })
    if (until > 0) throw passwordAttemptsExceeded(Math.ceil((until - now) / 1_000))
    const right = await verify()
    if (right) await forgetFailures(db, key)
    else await recordFailure(db, { key, now: clock.now() })
    return right
  })
}
