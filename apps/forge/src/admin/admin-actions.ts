import type { ForgeDatabase } from '#storage/database'

/** One action of an administrator. */
export interface AdminAction {
  /** Epoch milliseconds. */
  at: number
  /** Username of the administrator. */
  actor: string
  /** The action, such as `approved`. */
  action: string
  /** The changed user or provider. */
  subject: string
}

/** How many actions the list keeps. The log has all of them. */
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
