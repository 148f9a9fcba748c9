import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { findUserPool } from '#records/user-pools/user-pools'
import { startPool } from './start-pool.ts'

const isPostgres = process.env['POOLHOUSE_TEST_DATABASE'] === 'postgres'

test.runIf(isPostgres)('a connection that PostgreSQL ends while it is idle is replaced', async () => {
  const { services, userPoolId } = await startPool()
  const { db } = services
  const find = () => findUserPool(db, userPoolId)
  // Several queries at once, so that the pool holds several connections.
  await Promise.all([find(), find(), find()])
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
  await expect(find()).resolves.toMatchObject({ id: userPoolId })
})
