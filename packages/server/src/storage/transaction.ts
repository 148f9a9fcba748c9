import type { Database } from './database.ts'

/**
 * Runs `work` in one transaction: all of it is kept, or nothing. Inside another transaction it joins that one.
 * No message, trigger or other slow effect belongs in `work`.
 */
export function inTransaction<Result>(db: Database, work: (transaction: Database) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}
