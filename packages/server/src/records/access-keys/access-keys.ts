import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { newAccessKeyId, newSecretAccessKey } from '#foundation/ids'
import type { Database } from '#storage/database'
import { prepared } from '#storage/prepared'
import type { AccessKeyTable } from '#storage/tables/access-keys'

/** A key that signs calls of the API (SigV4). */
export interface AccessKey {
  readonly id: string
  /** The name that the operator chose for it. */
  readonly name: string
  /** Sealed under `accessKeyContext(id)`. */
  readonly sealedSecret: string
  readonly createdAt: number
}

/** Binds a sealed secret to its row. */
const accessKeyContext = (id: string): string => `access-key:${id}`

const byId = prepared<{ id: string }, AccessKeyTable>((db, parameter) =>
  db.selectFrom('access_keys').selectAll().where('id', '=', parameter('id')),
)

/** Creates an access key and returns its secret. */
export async function createAccessKey(
  { clock, db, random, sealer }: { clock: Clock; db: Database; random: Random; sealer: Sealer },
  { name }: { name: string },
): Promise<{ id: string; secret: string }> {
  const id = newAccessKeyId(random)
  const secret = newSecretAccessKey(random)
  const sealed_secret = sealer.seal(secret, accessKeyContext(id))
  await db.insertInto('access_keys').values({ id, name, sealed_secret, created_at: clock.now() }).execute()
  return { id, secret }
}

export async function findAccessKey(db: Database, id: string): Promise<AccessKey | undefined> {
  const [row] = await byId(db, { id })
  return row && fromRow(row)
}

/** The secret of an access key, to check a signature; undefined for an unknown key. */
export async function findAccessKeySecret(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
): Promise<string | undefined> {
  const key = await findAccessKey(db, id)
  return key && sealer.open(key.sealedSecret, accessKeyContext(id))
}

export async function listAccessKeys(db: Database): Promise<AccessKey[]> {
  const rows = await db.selectFrom('access_keys').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(fromRow)
}

/** False when there is no such key. */
export async function deleteAccessKey(db: Database, id: string): Promise<boolean> {
  const result = await db.deleteFrom('access_keys').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

function fromRow(row: AccessKeyTable): AccessKey {
  return { id: row.id, name: row.name, sealedSecret: row.sealed_secret, createdAt: row.created_at }
}
