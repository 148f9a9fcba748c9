import type { SingleUse } from '#core/single-use'
import { sqliteRun } from '#stores/run-sql'
import type { SqliteHandle } from '#stores/sqlite-handle'
import { type SqlSingleUseOptions, sqlSingleUse, usedTables } from './sql-single-use.ts'

/**
 * A single-use memory in an open SQLite database (`better-sqlite3`, `node:sqlite`). Creates the table `omniauth_used`
 * if it is missing. Two processes on one file wait for each other for the handle's busy timeout: set it to several
 * seconds.
 */
export function sqliteSingleUse(handle: SqliteHandle, options: SqlSingleUseOptions = {}): SingleUse {
  for (const statement of usedTables) handle.exec(statement)
  return sqlSingleUse(sqliteRun(handle), options)
}
