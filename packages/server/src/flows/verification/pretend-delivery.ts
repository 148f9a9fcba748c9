import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { passwordResetMessage } from '#outbound/messaging/compose'
import { enqueueEmail } from '#outbound/messaging/enqueue'
import { deleteOutboxMessage } from '#records/outbox/outbox'
import { foldName, type UserPool } from '#records/user-pools/user-pool'
import { isEmail } from '#records/users/attributes'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import { deliveryTo } from './issue-code.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'

/**
 * What a caller gets who asks for a code that can not be sent and must not learn it: a masked address, the same each time, at the
 * cost of a real message.
 */
export async function pretendDelivery(
  services: { clock: Clock; db: Database; random: Random; sealer: Sealer },
  { pool, user, name }: { pool: UserPool; user: User | undefined; name: string },
): Promise<CodeDeliveryDetailsType> {
  const address = user?.attributes['email'] ?? (isEmail(name) ? name : addressLike(services, pool, name))
  await inTransaction(services.db, async (transaction) => {
    const message = passwordResetMessage(pool, { code: '000000', username: name })
    const { id } = await enqueueEmail(services, transaction, { pool, to: address, usefulUntil: 0, message })
    await deleteOutboxMessage(transaction, id)
  })
  return deliveryTo(address)
}

function addressLike({ sealer }: { sealer: Sealer }, pool: UserPool, name: string): string {
  const bytes = Buffer.from(
    sealer.digest('pretended-address', JSON.stringify([pool.id, foldName(pool, name)])),
    'base64url',
  )
  const [first = '', second = ''] = [...bytes.subarray(0, 2)].map((byte) => letters[byte % letters.length])
  return `${first}@${second}`
}
