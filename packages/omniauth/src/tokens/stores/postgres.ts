import type { PostgresHandle } from '#stores/postgres-handle'
import { makePostgresTables, postgresRun } from '#stores/run-sql'
import type { TokenStore } from '../token-store.ts'
import { sqlTokens, tokenTables } from './sql-tokens.ts'

/**
 * Tokens in PostgreSQL. Takes an open pool or connection of `pg`. Creates the table `omniauth_tokens` if it is missing.
 * Each call is one statement.
 */
export async function postgresTokens(handle: PostgresHandle): Promise<TokenStore> {
  await makePostgresTables(handle, { lock: 'poolhouse omniauth tokens', statements: tokenTables })
  return sqlTokens(postgresRun(handle))
}
