import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { findUserPool } from '#records/user-pools/user-pools'
import { startPool } from './start-pool.ts'

const isPostgres = process.env['POOLHOUSE_TEST_DATABASE'] === 'postgres'

test.runIf(isPostgres)('the server replaces an idle connection that PostgreSQL has ended', async () => {
  const { services, userPoolId } = await startPool()
  const { db } = services
  const find = () => findUserPool(db, userPoolId)
  // Run several queries at the same time, so that the pool opens several connections.
  await Promise.all([find(), find(), find()])
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
  await expect(find()).resolves.toMatchObject({ id: userPoolId })
})
