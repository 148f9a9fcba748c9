import type { SingleUse } from '#core/single-use'
import type { PostgresHandle } from '#stores/postgres-handle'
import { makePostgresTables, postgresRun } from '#stores/run-sql'
import { type SqlSingleUseOptions, sqlSingleUse, usedTables } from './sql-single-use.ts'

/**
 * A single-use memory in PostgreSQL. Takes an open pool or connection of `pg`. Creates the table `omniauth_used` if it
 * is missing.
 */
export async function postgresSingleUse(handle: PostgresHandle, options: SqlSingleUseOptions = {}): Promise<SingleUse> {
  await makePostgresTables(handle, { lock: 'poolhouse omniauth used', statements: usedTables })
  return sqlSingleUse(postgresRun(handle), options)
}
