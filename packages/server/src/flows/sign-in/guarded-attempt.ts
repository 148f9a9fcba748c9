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
 * One try at a user's password, at every door. It is refused during a lockout, and counted when the password is wrong.
 * All aliases, clients and flows of a user share one counter. Attempts at a name that no user has are counted and
 * locked in the same way. The tries of one user run one after another, so that simultaneous tries can not pass the
 * limit.
 *
 * @param of.name as typed; used only when there is no user.
 * @param of.verify whether the password is right; not called during a lockout.
 * @returns the result of `verify`.
 * @throws NotAuthorizedException `Password attempts exceeded` during a lockout.
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
