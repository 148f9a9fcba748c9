import type { SingleUse } from '#core/single-use'
import { sqliteRun } from '#stores/run-sql'
import type { SqliteHandle } from '#stores/sqlite-handle'
import { type SqlSingleUseOptions, sqlSingleUse, usedTables } from './sql-single-use.ts'

/**
 * What may be used once, in a SQLite database that is open (`better-sqlite3`, `node:sqlite`), in a table `omniauth_used` that is made when it is missing. Two processes on one file
 * wait for each other as long as the handle's busy time-out says: give it seconds.
 */
export function sqliteSingleUse(handle: SqliteHandle, options: SqlSingleUseOptions = {}): SingleUse {
  for (const statement of usedTables) handle.exec(statement)
  return sqlSingleUse(sqliteRun(handle), options)
}
