import type { Database } from '#storage/database'
import { heldForChange, isStorable } from '#storage/dialect'
import { prepared } from '#storage/prepared'
import type { AppClientTable } from '#storage/tables/app-clients'
import { inTransaction } from '#storage/transaction'
import type { AppClient } from './app-client.ts'

const byId = prepared<{ id: string }, AppClientTable>((db, parameter) =>
  db.selectFrom('app_clients').selectAll().where('id', '=', parameter('id')),
)

/** Finds a client by its id. Ids are unique over all pools. */
export async function findAppClient(db: Database, id: string): Promise<AppClient | undefined> {
  if (!isStorable(id)) return undefined
  const [row] = await byId(db, { id })
  return row && fromRow(row)
}

export async function insertAppClient(db: Database, client: AppClient): Promise<void> {
  await db.insertInto('app_clients').values(toRow(client)).execute()
}

/**
 * Changes a client. The row is held from the read to the write, so that no simultaneous change is lost.
 * @param change PURE.
 * @returns the client after the change; undefined when there is no such client.
 */
export async function changeAppClient(
  db: Database,
  id: string,
  change: (before: AppClient) => AppClient,
): Promise<AppClient | undefined> {
  return await inTransaction(db, async (transaction) => {
    const query = transaction.selectFrom('app_clients').selectAll().where('id', '=', id)
    const row = isStorable(id) ? await heldForChange(transaction, query).executeTakeFirst() : undefined
    if (!row) return undefined
    const after = change(fromRow(row))
    const { id: _, ...changes } = toRow(after)
    await transaction.updateTable('app_clients').set(changes).where('id', '=', id).execute()
    return after
  })
}

/** Deletes the client and all codes, tokens and sessions that it started. */
export async function deleteAppClient(db: Database, id: string): Promise<void> {
  await db.deleteFrom('app_clients').where('id', '=', id).execute()
}

/** A pool's clients in the order of their ids, those after `after`. */
export async function listAppClients(
  db: Database,
  page: { userPoolId: string; after?: string; limit: number },
): Promise<AppClient[]> {
  const rows = await db
    .selectFrom('app_clients')
    .selectAll()
    .where('user_pool_id', '=', page.userPoolId)
    .$if(page.after !== undefined, (query) => query.where('id', '>', page.after ?? ''))
    .orderBy('id')
    .limit(page.limit)
    .execute()
  return rows.map(fromRow)
}

function fromRow(row: AppClientTable): AppClient {
  return {
    id: row.id,
    userPoolId: row.user_pool_id,
    name: row.name,
    sealedSecret: row.sealed_secret ?? undefined,
    settings: JSON.parse(row.settings) as AppClient['settings'],
    extensions: JSON.parse(row.extensions) as AppClient['extensions'],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toRow(client: AppClient): AppClientTable {
  return {
    id: client.id,
    user_pool_id: client.userPoolId,
    name: client.name,
    sealed_secret: client.sealedSecret ?? null,
    settings: JSON.stringify(client.settings),
    extensions: JSON.stringify(client.extensions),
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  }
}
