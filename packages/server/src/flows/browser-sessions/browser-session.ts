import type { Completion, FinishedSignIn } from '#flows/sign-in/finish'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { randomToken } from '#foundation/ids'
import {
  deleteBrowserSession,
  findBrowserSession,
  insertBrowserSession,
} from '#records/browser-sessions/browser-sessions'
import type { UserPool } from '#records/user-pools/user-pool'
import { isActive, type User } from '#records/users/user'
import { findUserBySub } from '#records/users/users'
import type { Database } from '#storage/database'

/** How long a browser stays signed in: one hour, as in Cognito. */
export const browserSessionLifetime = 60 * 60_000

/** What the browser gets. */
export interface StartedBrowserSession {
  /** The cookie's value; only its digest is stored. */
  readonly value: string
  readonly expiresAt: number
}

const purpose = 'browser-session'
/** Longer cookies are ignored, so that a client can not make the server digest large values. */
const longestValue = 128

/**
 * Starts the browser session of a finished sign-in at managed login. It always gets a new value, which protects against session
 * fixation. It is stored in the transaction that ends the sign-in.
 * @param options.replaces the value of the browser's current cookie. Its session ends.
 */
export function withBrowserSession(
  { clock, random, sealer }: { clock: Clock; random: Random; sealer: Sealer },
  { replaces }: { replaces?: string | undefined } = {},
): (finished: Pick<FinishedSignIn, 'authTime' | 'pool' | 'user'>) => Promise<Completion<StartedBrowserSession>> {
  return async ({ authTime, pool, user }) => {
    const value = randomToken(random)
    const createdAt = clock.now()
    const expiresAt = createdAt + browserSessionLifetime
    const idDigest = sealer.digest(purpose, value)
    const record = { idDigest, userPoolId: pool.id, sub: user.sub, authTime, createdAt, expiresAt }
    return {
      outcome: { value, expiresAt },
      async store(transaction) {
        await endBrowserSession({ db: transaction, sealer }, { value: replaces })
        await insertBrowserSession(transaction, record)
      },
    }
  }
}

/**
 * Finds the user who is signed in to a pool by a cookie's value.
 * @returns undefined when the session is unknown, expired or another pool's, and when the user is deleted, disabled, or
 *   has to choose a password first.
 */
export async function findSignedInUser(
  { clock, db, sealer }: { clock: Clock; db: Database; sealer: Sealer },
  { pool, value }: { pool: UserPool; value: string | undefined },
): Promise<{ user: User; authTime: number } | undefined> {
  for (const digest of digestsOf(sealer, value)) {
    const session = await findBrowserSession(db, digest)
    if (session?.userPoolId !== pool.id || session.expiresAt <= clock.now()) continue
    const user = await findUserBySub(db, { userPoolId: pool.id, sub: session.sub })
    return user && isActive(user) ? { user, authTime: session.authTime } : undefined
  }
  return undefined
}

/** Signs a browser out. An unknown value is no error. */
export async function endBrowserSession(
  { db, sealer }: { db: Database; sealer: Sealer },
  { value }: { value: string | undefined },
): Promise<void> {
  for (const digest of digestsOf(sealer, value)) await deleteBrowserSession(db, digest)
}

/** The digests under every master key, so that sessions stay valid when the master key changes. */
function digestsOf(sealer: Sealer, value: string | undefined): string[] {
  return value && value.length <= longestValue ? sealer.digests(purpose, value) : []
}
