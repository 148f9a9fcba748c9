import type { SingleUse } from '#core/single-use'
import type { PostgresHandle } from '#stores/postgres-handle'
import { makePostgresTables, postgresRun } from '#stores/run-sql'
import { type SqlSingleUseOptions, sqlSingleUse, usedTables } from './sql-single-use.ts'

/** What may be used once, in PostgreSQL, over a pool or a connection of `pg` that is open, in a table `omniauth_used` that is made when it is missing. */
export async function postgresSingleUse(handle: PostgresHandle, options: SqlSingleUseOptions = {}): Promise<SingleUse> {
  await makePostgresTables(handle, { lock: 'poolhouse omniauth used', statements: usedTables })
  return sqlSingleUse(postgresRun(handle), options)
}
