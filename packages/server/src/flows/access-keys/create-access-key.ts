import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { newAccessKeyId, newSecretAccessKey } from '#foundation/ids'
import { accessKeyContext, insertAccessKey } from '#records/access-keys/access-keys'
import type { Database } from '#storage/database'

/** Makes an operator's access key. Its secret is told here and never again. */
export async function createAccessKey(
  { clock, db, random, sealer }: { clock: Clock; db: Database; random: Random; sealer: Sealer },
  { name }: { name: string },
): Promise<{ id: string; secret: string }> {
  const id = newAccessKeyId(random)
  const secret = newSecretAccessKey(random)
  await insertAccessKey(db, {
    id,
    name,
    sealedSecret: sealer.seal(secret, accessKeyContext(id)),
    createdAt: clock.now(),
  })
  return { id, secret }
}
