import type { Database } from '#storage/database'
import { prepared } from '#storage/prepared'
import type { BrowserSessionTable } from '#storage/tables/browser-sessions'

/** A browser that is signed in to a pool's managed login. */
export interface BrowserSession {
  readonly idDigest: string
  readonly userPoolId: string
  readonly sub: string
  readonly authTime: number
  readonly createdAt: number
  readonly expiresAt: number
}

const byDigest = prepared<{ idDigest: string }, BrowserSessionTable>((db, parameter) =>
  db.selectFrom('browser_sessions').selectAll().where('id_digest', '=', parameter('idDigest')),
)

export async function findBrowserSession(db: Database, idDigest: string): Promise<BrowserSession | undefined> {
  const [row] = await byDigest(db, { idDigest })
  return row && fromRow(row)
}

export async function insertBrowserSession(db: Database, session: BrowserSession): Promise<void> {
  await db
    .insertInto('browser_sessions')
    .values({
      id_digest: session.idDigest,
      user_pool_id: session.userPoolId,
      sub: session.sub,
      auth_time: session.authTime,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute()
}

export async function deleteBrowserSession(db: Database, idDigest: string): Promise<void> {
  await db.deleteFrom('browser_sessions').where('id_digest', '=', idDigest).execute()
}

/** Signs out all browsers of a user. */
export async function deleteBrowserSessionsOfUser(db: Database, sub: string): Promise<void> {
  await db.deleteFrom('browser_sessions').where('sub', '=', sub).execute()
}

export async function sweepBrowserSessions(db: Database, before: number): Promise<void> {
  await db.deleteFrom('browser_sessions').where('expires_at', '<', before).execute()
}

function fromRow(row: BrowserSessionTable): BrowserSession {
  return {
    idDigest: row.id_digest,
    userPoolId: row.user_pool_id,
    sub: row.sub,
    authTime: row.auth_time,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
