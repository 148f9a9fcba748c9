import type { PostgresHandle } from '#stores/postgres-handle'
import type { TokenStore } from '../token-store.ts'
import { sqlTokens, tokenIndex, tokenTable } from './sql-tokens.ts'

/**
 * Tokens in PostgreSQL, over a pool or a connection of `pg` that is open, in a table `omniauth_tokens` that is made when it is missing. Each call is one statement.
 */
export async function postgresTokens(handle: PostgresHandle): Promise<TokenStore> {
  // One statement, and so one transaction: processes that start at once take turns.
  await handle.query(`DO $tables$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('poolhouse omniauth tokens'));
    ${tokenTable};
    ${tokenIndex};
  END $tables$`)
  return sqlTokens(async (sql, values) => {
    let count = 0
    return (
      await handle.query(
        sql.replaceAll('?', () => `$${++count}`),
        [...values],
      )
    ).rows
  })
}
