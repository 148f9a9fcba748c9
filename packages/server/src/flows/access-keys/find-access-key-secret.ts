import type { Sealer } from '#foundation/crypto/seal'
import { accessKeyContext, findAccessKey } from '#records/access-keys/access-keys'
import type { Database } from '#storage/database'

/** The secret of an access key, to check a signature with; undefined for an unknown key. */
export async function findAccessKeySecret(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
): Promise<string | undefined> {
  const key = await findAccessKey(db, id)
  return key && sealer.open(key.sealedSecret, accessKeyContext(id))
}
