import { sqliteRun } from '#stores/run-sql'
import type { SqliteHandle } from '#stores/sqlite-handle'
import type { TokenStore } from '../token-store.ts'
import { sqlTokens, tokenTables } from './sql-tokens.ts'

/**
 * Tokens in an open SQLite database (`better-sqlite3`, `node:sqlite`). Creates the table `omniauth_tokens` if it is
 * missing. Two processes on one file wait for each other for the handle's busy timeout: set it to several seconds.
 */
export function sqliteTokens(handle: SqliteHandle): TokenStore {
  for (const statement of tokenTables) handle.exec(statement)
  return sqlTokens(sqliteRun(handle))
}
