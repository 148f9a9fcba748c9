import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import type { Log } from '#foundation/log'
import { deleteOutboxMessage, type OutboxMessage, postponeMessage } from '#records/outbox/outbox'
import type { Database } from '#storage/database'
import type { ChannelName, ChannelTypes, Sending } from './channels/channel.ts'
import { channels, isChannelName } from './channels/channels.ts'
import { openMessage } from './outgoing-message.ts'

export interface DeliveryServices {
  readonly clock: Clock
  readonly db: Database
  readonly sealer: Sealer
  readonly log: Log
  /** What each channel sends with. */
  readonly sending: Sending
}

const firstDelay = 15_000
const longestDelay = 60 * 60_000
const giveUpAfter = 24 * 60 * 60_000

/** Sends one leased message. After that it is deleted from the outbox, or postponed, or given up. */
export async function deliver(services: DeliveryServices, message: OutboxMessage): Promise<void> {
  const { clock, db, log, sending } = services
  const { id, kind, tries } = message
  const fields = { messageId: id, userPoolId: message.userPoolId, tries }
  if (!isChannelName(kind)) {
    log.warn('message-kind-unknown', {
      ...fields,
      kind,
      hint: 'A newer release of Poolhouse wrote the message. A node with that release will send it.',
    })
    return await postponeMessage(db, { id, dueAt: clock.now() + delayAfter(tries), error: 'KIND_UNKNOWN' })
  }
  const opened = openMessage(services, message)
  if (!opened) {
    log.error('message-unreadable', { ...fields, hint: 'The message was sealed with another master key.' })
    return await deleteOutboxMessage(db, id)
  }
  try {
    await send(sending, { kind, queued: opened.queued })
    await deleteOutboxMessage(db, id)
    log.info('message-delivered', fields)
  } catch (error) {
    const reason = reasonOf(error)
    const dueAt = clock.now() + delayAfter(tries)
    if (dueAt >= Math.min(message.createdAt + giveUpAfter, opened.usefulUntil)) {
      log.error('message-given-up', { ...fields, reason })
      return await deleteOutboxMessage(db, id)
    }
    log.warn('message-not-delivered', { ...fields, reason, nextTry: new Date(dueAt) })
    await postponeMessage(db, { id, dueAt, error: reason })
  }
}

const send = <Name extends ChannelName>(
  sending: Sending,
  { kind, queued }: { kind: Name; queued: ChannelTypes[Name]['queued'] },
): Promise<void> => channels[kind].send(sending[kind], queued)

/** The delay doubles from 15 seconds up to one hour. */
export const delayAfter = (tries: number): number => Math.min(firstDelay * 2 ** (tries - 1), longestDelay)

/** The error codes only: the text of a mail server often contains addresses, and sometimes the message. */
export function reasonOf(error: unknown): string {
  const { code, responseCode } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const words = [code, responseCode].filter((word) => typeof word === 'string' || typeof word === 'number')
  return words.length > 0 ? words.join(' ') : 'unknown'
}
