import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'
import { hashId } from './sessions.ts'

/** Signs an account out of every browser, or only of the browsers that signed in with one provider. */
export function endSessionsOf(db: ForgeDatabase, accountId: string, provider?: string): void {
  db.prepare('DELETE FROM sessions WHERE account_id = @account AND (@provider IS NULL OR provider = @provider)').run({
    account: Number(accountId),
    provider: provider ?? null,
  })
}

/** How many browsers are signed in to an account. */
export function countSessionsOf(db: ForgeDatabase, { accountId, now }: { accountId: string; now: number }): number {
  const row = db
    .prepare<[number, number], { count: number }>(
      'SELECT count(*) AS count FROM sessions WHERE account_id = ? AND expires_at > ?',
    )
    .get(Number(accountId), now)
  return row?.count ?? 0
}

/** Signs an account out of every browser except one. */
export function endOtherSessions(
  db: ForgeDatabase,
  { accountId, keep }: { accountId: string; keep: string | undefined },
): void {
  db.prepare('DELETE FROM sessions WHERE account_id = ? AND id_hash IS NOT ?').run(
    Number(accountId),
    keep === undefined ? null : hashId(keep),
  )
}

/** A session in the owner's list. */
export interface ListedSession {
  /** Identifies the session in the form that revokes it. It is the hash of the id and does not work as a cookie. */
  handle: string
  provider: string | undefined
  userAgent: string
  createdAt: number
  isCurrent: boolean
}

/** The sessions of an account, the newest first. */
export function listSessions(
  { db, clock }: { db: ForgeDatabase; clock: Clock },
  { accountId, current }: { accountId: string; current: string },
): ListedSession[] {
  return db
    .prepare<[number, number], { id_hash: Buffer; provider: string | null; user_agent: string; created_at: number }>(
      `SELECT id_hash, provider, user_agent, created_at FROM sessions
       WHERE account_id = ? AND expires_at > ? ORDER BY created_at DESC, id_hash`,
    )
    .all(Number(accountId), clock.now())
    .map((row) => ({
      handle: row.id_hash.toString('base64url'),
      provider: row.provider ?? undefined,
      userAgent: row.user_agent,
      createdAt: row.created_at,
      isCurrent: row.id_hash.equals(hashId(current)),
    }))
}

/** Ends a session of an account. Returns whether it existed. A session of another account continues. */
export function revokeSession(
  db: ForgeDatabase,
  { accountId, handle }: { accountId: string; handle: string },
): boolean {
  return (
    db
      .prepare('DELETE FROM sessions WHERE account_id = ? AND id_hash = ?')
      .run(Number(accountId), Buffer.from(handle, 'base64url')).changes === 1
  )
}
