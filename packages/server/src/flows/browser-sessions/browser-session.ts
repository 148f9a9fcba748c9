import type { Complete } from '#flows/sign-in/finish'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { randomToken } from '#foundation/ids'
import {
  type BrowserSession,
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
 * Signs a browser in. The session always gets a new value, which protects against session fixation.
 * @param of.authTime when the user signed in, epoch milliseconds.
 */
export async function startBrowserSession(
  services: { clock: Clock; db: Database; random: Random; sealer: Sealer },
  of: { pool: UserPool; user: User; authTime: number },
): Promise<StartedBrowserSession> {
  const { started, record } = newBrowserSession(services, of)
  await insertBrowserSession(services.db, record)
  return started
}

/**
 * Starts the browser session of a finished sign-in at managed login. It is stored in the transaction that ends the
 * sign-in.
 * @param options.replaces the value of the browser's current cookie. Its session ends.
 */
export function withBrowserSession(
  services: { clock: Clock; random: Random; sealer: Sealer },
  { replaces }: { replaces?: string | undefined } = {},
): Complete<StartedBrowserSession> {
  return async (finished) => {
    const { started, record } = newBrowserSession(services, finished)
    return {
      outcome: started,
      async store(transaction) {
        await endBrowserSession({ db: transaction, sealer: services.sealer }, { value: replaces })
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

function newBrowserSession(
  { clock, random, sealer }: { clock: Clock; random: Random; sealer: Sealer },
  { pool, user, authTime }: { pool: UserPool; user: User; authTime: number },
): { started: StartedBrowserSession; record: BrowserSession } {
  const value = randomToken(random)
  const createdAt = clock.now()
  const expiresAt = createdAt + browserSessionLifetime
  return {
    started: { value, expiresAt },
    record: {
      idDigest: sealer.digest(purpose, value),
      userPoolId: pool.id,
      sub: user.sub,
      authTime,
      createdAt,
      expiresAt,
    },
  }
}

/** The digests under every master key, so that sessions stay valid when the master key changes. */
function digestsOf(sealer: Sealer, value: string | undefined): string[] {
  return value && value.length <= longestValue ? sealer.digests(purpose, value) : []
}
