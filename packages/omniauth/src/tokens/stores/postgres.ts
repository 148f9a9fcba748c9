import type { PostgresHandle } from '#stores/postgres-handle'
import { makePostgresTables, postgresRun } from '#stores/run-sql'
import type { TokenStore } from '../token-store.ts'
import { sqlTokens, tokenTables } from './sql-tokens.ts'

/**
 * Tokens in PostgreSQL, over a pool or a connection of `pg` that is open, in a table `omniauth_tokens` that is made when it is missing. Each call is one statement.
 */
export async function postgresTokens(handle: PostgresHandle): Promise<TokenStore> {
  await makePostgresTables(handle, { lock: 'poolhouse omniauth tokens', statements: tokenTables })
  return sqlTokens(postgresRun(handle))
}
