import type { Database } from '#storage/database'
import { prepared } from '#storage/prepared'
import type { AccessKeyTable } from '#storage/tables/access-keys'

/** An operator's key for the signed API. */
export interface AccessKey {
  readonly id: string
  /** What the operator calls it. */
  readonly name: string
  /** Sealed under `accessKeyContext(id)`. */
  readonly sealedSecret: string
  readonly createdAt: number
}

/** Ties a sealed secret to its row. */
export const accessKeyContext = (id: string): string => `access-key:${id}`

const byId = prepared<{ id: string }, AccessKeyTable>((db, parameter) =>
  db.selectFrom('access_keys').selectAll().where('id', '=', parameter('id')),
)

export async function findAccessKey(db: Database, id: string): Promise<AccessKey | undefined> {
  const [row] = await byId(db, { id })
  return row && fromRow(row)
}

export async function insertAccessKey(db: Database, key: AccessKey): Promise<void> {
  await db
    .insertInto('access_keys')
    .values({ id: key.id, name: key.name, sealed_secret: key.sealedSecret, created_at: key.createdAt })
    .execute()
}

export async function listAccessKeys(db: Database): Promise<AccessKey[]> {
  const rows = await db.selectFrom('access_keys').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(fromRow)
}

/** False when there was none. */
export async function deleteAccessKey(db: Database, id: string): Promise<boolean> {
  const result = await db.deleteFrom('access_keys').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

function fromRow(row: AccessKeyTable): AccessKey {
  return { id: row.id, name: row.name, sealedSecret: row.sealed_secret, createdAt: row.created_at }
}
