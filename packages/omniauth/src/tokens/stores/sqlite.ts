import { sqliteRun } from '#stores/run-sql'
import type { SqliteHandle } from '#stores/sqlite-handle'
import type { TokenStore } from '../token-store.ts'
import { sqlTokens, tokenTables } from './sql-tokens.ts'

/**
 * Tokens in a SQLite database that is open (`better-sqlite3`, `node:sqlite`), in a table `omniauth_tokens` that is made when it is missing. Two processes on one file wait for each other
 * as long as the handle's busy time-out says: give it seconds.
 */
export function sqliteTokens(handle: SqliteHandle): TokenStore {
  for (const statement of tokenTables) handle.exec(statement)
  return sqlTokens(sqliteRun(handle))
}
