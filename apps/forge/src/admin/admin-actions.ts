import type { ForgeDatabase } from '#storage/database'

/** One thing that an administrator has done. */
export interface AdminAction {
  /** Epoch milliseconds. */
  at: number
  /** Username of who did it. */
  actor: string
  /** What was done, such as `approved`. */
  action: string
  /** To whom or what, such as a username or a provider. */
  subject: string
}

/** How many are kept: the list is a memory aid, the log is the record. */
const kept = 1000

export function recordAdminAction(db: ForgeDatabase, { at, actor, action, subject }: AdminAction): void {
  db.prepare('INSERT INTO admin_actions (at, actor, action, subject) VALUES (?, ?, ?, ?)').run(
    at,
    actor,
    action,
    subject,
  )
  db.prepare('DELETE FROM admin_actions WHERE id <= (SELECT max(id) FROM admin_actions) - ?').run(kept)
}

/** The newest first. */
export function listAdminActions(db: ForgeDatabase, limit: number): AdminAction[] {
  return db
    .prepare<[number], AdminAction>('SELECT at, actor, action, subject FROM admin_actions ORDER BY id DESC LIMIT ?')
    .all(limit)
}
