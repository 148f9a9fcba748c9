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
import { isInGoodStanding, type User } from '#records/users/user'
import { findUserBySub } from '#records/users/users'
import type { Database } from '#storage/database'

/** How long a browser stays signed in; Cognito's own hour. */
export const browserSessionLifetime = 60 * 60_000

/** What the browser is given. */
export interface StartedBrowserSession {
  /** The cookie's value; only its digest is stored. */
  readonly value: string
  readonly expiresAt: number
}

const purpose = 'browser-session'
/** No value of ours is longer; nobody makes us digest a megabyte. */
const longestValue = 128

/**
 * Signs a browser in under a value it never had before, whatever cookie it came with.
 * @param of.authTime when the user proved who they are, epoch milliseconds.
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
 * What managed login gives for a finished sign-in: a browser session, stored together with the sign-in's end.
 * @param options.replaces the value of the cookie that the browser came with, if any: it is worth nothing afterwards.
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
 * Who is signed in to a pool by a cookie's value. Nobody when it is unknown, expired or another pool's, and when the user is gone,
 * disabled, or has to choose a password first.
 */
export async function findSignedInUser(
  { clock, db, sealer }: { clock: Clock; db: Database; sealer: Sealer },
  { pool, value }: { pool: UserPool; value: string | undefined },
): Promise<{ user: User; authTime: number } | undefined> {
  for (const digest of digestsOf(sealer, value)) {
    const session = await findBrowserSession(db, digest)
    if (session?.userPoolId !== pool.id || session.expiresAt <= clock.now()) continue
    const user = await findUserBySub(db, { userPoolId: pool.id, sub: session.sub })
    return user && isInGoodStanding(user) ? { user, authTime: session.authTime } : undefined
  }
  return undefined
}

/** Signs a browser out. A value that nobody knows is signed out already. */
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

/** Under every master key: a session outlives a change of keys. */
function digestsOf(sealer: Sealer, value: string | undefined): string[] {
  return value && value.length <= longestValue ? sealer.digests(purpose, value) : []
}
