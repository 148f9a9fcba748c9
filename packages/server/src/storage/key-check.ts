import type { Sealer } from '#foundation/crypto/seal'
import type { Database } from './database.ts'

const id = 'master-key'
const text = 'sealed under the master key of this database'

/** Binds the known text to its row. */
const context = `key-check:${id}`

/**
 * Whether the database was sealed under the sealer's keys. A new database gets a text that is sealed under them.
 * Without this check, a wrong key would cause the first error only at a sign-in.
 */
export async function opensDatabase({ db, sealer }: { db: Database; sealer: Sealer }): Promise<boolean> {
  await db
    .insertInto('key_checks')
    .values({ id, sealed_text: sealer.seal(text, context) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db.selectFrom('key_checks').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  try {
    return sealer.open(row.sealed_text, context) === text
  } catch {
    return false
  }
}
