import type { Database } from '#storage/database'
import { heldForChange, isStorable } from '#storage/dialect'
import { prepared } from '#storage/prepared'
import type { UserPoolTable } from '#storage/tables/user-pools'
import { inTransaction } from '#storage/transaction'
import type { UserPool } from './user-pool.ts'

const byId = prepared<{ id: string }, UserPoolTable>((db, parameter) =>
  db.selectFrom('user_pools').selectAll().where('id', '=', parameter('id')),
)

export async function findUserPool(db: Database, id: string): Promise<UserPool | undefined> {
  if (!isStorable(id)) return undefined
  const [row] = await byId(db, { id })
  return row && fromRow(row)
}

export async function insertUserPool(db: Database, pool: UserPool): Promise<void> {
  await db.insertInto('user_pools').values(toRow(pool)).execute()
}

/**
 * Changes a pool. The row is held from the read to the write, so that no simultaneous change is lost.
 * @param change PURE.
 * @returns the pool after the change; undefined when there is no such pool.
 */
export async function changeUserPool(
  db: Database,
  id: string,
  change: (before: UserPool) => UserPool,
): Promise<UserPool | undefined> {
  return await inTransaction(db, async (transaction) => {
    const query = transaction.selectFrom('user_pools').selectAll().where('id', '=', id)
    const row = isStorable(id) ? await heldForChange(transaction, query).executeTakeFirst() : undefined
    if (!row) return undefined
    const after = change(fromRow(row))
    const { id: _, ...changes } = toRow(after)
    await transaction.updateTable('user_pools').set(changes).where('id', '=', id).execute()
    return after
  })
}

/** Deletes the pool and its users, clients, keys and domain. */
export async function deleteUserPool(db: Database, id: string): Promise<void> {
  await db.deleteFrom('user_pools').where('id', '=', id).execute()
  for (const table of ['user_aliases', 'outbox', 'challenge_sessions', 'browser_sessions'] as const) {
    await db.deleteFrom(table).where('user_pool_id', '=', id).execute()
  }
}

/** Pools in the order of their ids, those after `after`. */
export async function listUserPools(db: Database, page: { after?: string; limit: number }): Promise<UserPool[]> {
  const rows = await db
    .selectFrom('user_pools')
    .selectAll()
    .$if(page.after !== undefined, (query) => query.where('id', '>', page.after ?? ''))
    .orderBy('id')
    .limit(page.limit)
    .execute()
  return rows.map(fromRow)
}

function fromRow(row: UserPoolTable): UserPool {
  return {
    id: row.id,
    name: row.name,
    settings: JSON.parse(row.settings) as UserPool['settings'],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toRow(pool: UserPool): UserPoolTable {
  return {
    id: pool.id,
    name: pool.name,
    settings: JSON.stringify(pool.settings),
    created_at: pool.createdAt,
    updated_at: pool.updatedAt,
  }
}
