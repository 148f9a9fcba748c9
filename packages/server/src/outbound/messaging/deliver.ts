import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import type { Log } from '#foundation/log'
import {
  deleteOutboxMessage,
  leaseMessage,
  listDueMessages,
  type OutboxMessage,
  outboxContext,
  postponeMessage,
} from '#records/outbox/outbox'
import type { Database } from '#storage/database'
import type { EmailTransport } from './email/email-transport.ts'
import type { QueuedEmail } from './enqueue.ts'

/** Carries messages from the outbox, where they lie since the commit of their cause, to those they are for. */
export interface Courier {
  /** There may be something new: deliver it now. Costs nothing, never fails. */
  wake(): void
  /** Resolves when nothing is due any more. */
  drain(): Promise<void>
  /** Looks for what is due, now and from time to time. */
  start(): void
  /** Takes nothing up any more and waits for what is under way. */
  stop(): Promise<void>
}

export interface CourierServices {
  readonly clock: Clock
  readonly db: Database
  readonly sealer: Sealer
  readonly log: Log
  readonly email: EmailTransport
  readonly settings: {
    /** The sender where a pool names none. */
    readonly from: string
  }
}

/** Messages under way at once. */
const concurrency = 4
/** For how long a message is one courier's; longer than any transport takes, so that only a crash hands it on. */
const lease = 2 * 60_000
const firstDelay = 15_000
const longestDelay = 60 * 60_000
const giveUpAfter = 24 * 60 * 60_000
/** How often the outbox is looked through unasked: for what was put off, and for what other nodes left. */
const interval = 10_000

/** Delivers at least once: a crash between handing over and noting it down sends a message again. */
export function createCourier(services: CourierServices): Courier {
  const { log } = services
  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const run = async (): Promise<void> => {
    do {
      again = false
      while (!stopped && (await deliverBatch(services)) > 0);
    } while (again && !stopped)
  }
  const started = (): Promise<void> => {
    again = true
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }
  const wake = (): void => {
    if (stopped) return
    started().catch((error: unknown) => log.error('outbox-unreadable', { reason: reasonOf(error) }))
  }

  return {
    wake,
    drain: started,
    start() {
      wake()
      timer = setInterval(wake, interval)
      timer.unref()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await running?.catch(() => {})
    },
  }
}

/** @returns how many messages were taken up. */
async function deliverBatch(services: CourierServices): Promise<number> {
  const { clock, db } = services
  const now = clock.now()
  const due = await listDueMessages(db, { now, limit: concurrency })
  const taken = await Promise.all(
    due.map(async (message) => {
      const mine = await leaseMessage(db, { message, leaseUntil: now + lease })
      if (mine) await deliver(services, { ...message, tries: message.tries + 1 })
      return mine
    }),
  )
  return taken.filter(Boolean).length
}

/** `message.tries` counts this one. */
async function deliver(services: CourierServices, message: OutboxMessage): Promise<void> {
  const { clock, db, log } = services
  const told = { messageId: message.id, userPoolId: message.userPoolId, tries: message.tries }
  const queued = opened(services, message)
  if (!queued) {
    log.error('message-unreadable', { ...told, hint: 'It was sealed under another master key.' })
    return await deleteOutboxMessage(db, message.id)
  }
  try {
    const { usefulUntil: _, from = services.settings.from, ...email } = queued
    await services.email.send({ ...email, from })
    await deleteOutboxMessage(db, message.id)
    log.info('message-delivered', told)
  } catch (error) {
    const reason = reasonOf(error)
    const dueAt = clock.now() + delayAfter(message.tries)
    if (dueAt >= Math.min(message.createdAt + giveUpAfter, queued.usefulUntil)) {
      log.error('message-given-up', { ...told, reason })
      return await deleteOutboxMessage(db, message.id)
    }
    log.warn('message-not-delivered', { ...told, reason, nextTry: new Date(dueAt) })
    await postponeMessage(db, { id: message.id, dueAt, error: reason })
  }
}

function opened({ sealer }: CourierServices, message: OutboxMessage): QueuedEmail | undefined {
  try {
    return JSON.parse(sealer.open(message.sealedMessage, outboxContext(message.id))) as QueuedEmail
  } catch {
    return undefined
  }
}

/** Doubling from 15 s up to an hour. */
export const delayAfter = (tries: number): number => Math.min(firstDelay * 2 ** (tries - 1), longestDelay)

/** Codes only: what a mail server says in words repeats addresses, and sometimes the message. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const words = [code, responseCode].filter((word) => typeof word === 'string' || typeof word === 'number')
  return words.length > 0 ? words.join(' ') : 'unknown'
}
