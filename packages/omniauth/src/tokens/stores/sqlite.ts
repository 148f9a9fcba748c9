import type { SqliteHandle } from '#stores/sqlite-handle'
import type { TokenStore } from '../token-store.ts'
import { sqlTokens, tokenIndex, tokenTable } from './sql-tokens.ts'

/**
 * Tokens in a SQLite database that is open (`better-sqlite3`, `node:sqlite`), in a table `omniauth_tokens` that is made when it is missing. Two processes on one file wait for each other
 * as long as the handle's busy time-out says: give it seconds.
 */
export function sqliteTokens(handle: SqliteHandle): TokenStore {
  handle.exec(tokenTable)
  handle.exec(tokenIndex)
  // `all` takes a statement without rows too, but for those that can never have any.
  return sqlTokens(async (sql, values) => {
    const statement = handle.prepare(sql)
    if (/^SELECT|RETURNING/.test(sql)) return statement.all(...values)
    statement.run(...values)
    return []
  })
}
