import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import type { Sealer } from '#foundation/crypto/seal'
import { newSub } from '#foundation/ids'
import { prepareMessage, storeMessage } from '#outbound/messaging/outgoing-message'
import { deleteOutboxMessage } from '#records/outbox/outbox'
import { foldName } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { isEmail } from '#records/users/attributes'
import type { User } from '#records/users/user'
import { holdUser } from '#records/users/users'
import { inTransaction } from '#storage/transaction'
import { takePretendedMessage } from './budgets.ts'
import { deliveryTo } from './code-delivery.ts'
import { codeTraits } from './prepare-code.ts'
import type { SendCodeServices } from './send-code.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'

/**
 * The answer for a code that can not be sent, when the caller must not learn that: a masked address, the same each
 * time. It does the same work as `sendCode`, so that the time does not reveal it: it takes a message from a budget,
 * then one transaction reads a user and writes twice.
 */
export async function pretendDelivery(
  services: SendCodeServices,
  of: { pool: UserPool; user: User | undefined; name: string; purpose: 'sign-up' | 'forgot-password' },
): Promise<CodeDeliveryDetailsType> {
  const { pool, user, name, purpose } = of
  const to = user?.attributes['email'] ?? (isEmail(name) ? name : addressLike(services, pool, name))
  await takePretendedMessage(services, { pool, name })
  const message = { occasion: codeTraits(purpose).occasion, code: '000000', username: name }
  const prepared = prepareMessage(services, { channel: 'email', to, pool, message, usefulUntil: 0 })
  await inTransaction(services.db, async (transaction) => {
    await holdUser(transaction, user?.sub ?? newSub(services.random))
    await storeMessage(services, transaction, prepared)
    await deleteOutboxMessage(transaction, prepared.row.id)
  })
  return deliveryTo(prepared)
}

function addressLike({ sealer }: { sealer: Sealer }, pool: UserPool, name: string): string {
  const bytes = Buffer.from(
    sealer.digest('pretended-address', JSON.stringify([pool.id, foldName(pool, name)])),
    'base64url',
  )
  const [first = '', second = ''] = [...bytes.subarray(0, 2)].map((byte) => letters[byte % letters.length])
  return `${first}@${second}`
}
