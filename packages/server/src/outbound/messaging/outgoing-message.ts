import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { newUuid } from '#foundation/ids'
import { insertOutboxMessage, type OutboxMessage, outboxContext } from '#records/outbox/outbox'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Database } from '#storage/database'
import { afterCommit } from '#storage/transaction'
import type { ChannelName, ChannelTypes, Message } from './channels/channel.ts'
import { channels } from './channels/channels.ts'

/** Where a message goes. */
export interface Destination {
  readonly channel: ChannelName
  /** An address of that channel. */
  readonly to: string
}

/** A message that is composed and sealed, ready to be stored. */
export interface PreparedMessage extends Destination {
  readonly row: Omit<OutboxMessage, 'tries'>
}

/** The opened content of a row of the outbox. */
export interface OpenedMessage<Name extends ChannelName = ChannelName> {
  readonly queued: ChannelTypes[Name]['queued']
  /** The message is useless after this time, for example because its code has expired. */
  readonly usefulUntil: number
}

/** Composes and seals a message. It does not use the database, so call it before the transaction. */
export function prepareMessage(
  { clock, random, sealer }: { clock: Clock; random: Random; sealer: Sealer },
  of: Destination & { pool: UserPool; message: Message; usefulUntil: number },
): PreparedMessage {
  const { pool, channel, to, message, usefulUntil } = of
  const id = newUuid(random)
  const now = clock.now()
  const content = { ...channels[channel].compose(pool, { to, message }), usefulUntil }
  const sealedMessage = sealer.seal(JSON.stringify(content), outboxContext(id))
  const row = { id, userPoolId: pool.id, kind: channel, sealedMessage, createdAt: now, dueAt: now }
  return { channel, to, row }
}

/** Puts a message into the outbox, in the transaction of the change that causes it. The commit wakes the courier. */
export async function storeMessage(
  { courier }: { courier: { wake(): void } },
  transaction: Database,
  { row }: PreparedMessage,
): Promise<void> {
  await insertOutboxMessage(transaction, row)
  afterCommit(transaction, () => courier.wake())
}

/** The content of a row of the outbox; undefined if it can not be opened. */
export function openMessage(
  { sealer }: { sealer: Sealer },
  { id, sealedMessage }: Pick<OutboxMessage, 'id' | 'sealedMessage'>,
): OpenedMessage | undefined {
  try {
    const { usefulUntil, ...queued } = JSON.parse(sealer.open(sealedMessage, outboxContext(id)))
    return { queued, usefulUntil }
  } catch {
    return undefined
  }
}
