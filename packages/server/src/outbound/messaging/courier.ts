import type { Clock } from '#foundation/clock'
import { leaseMessage, listDueMessages, type OutboxMessage } from '#records/outbox/outbox'
import type { Database } from '#storage/database'
import { type DeliveryServices, deliver, reasonOf } from './deliver.ts'

/** Sends the messages in the outbox. */
export interface Courier {
  /** Looks for due messages now. Call it after a message was stored. It is cheap and never fails. */
  wake(): void
  /** Delivers all due messages. Resolves when no more are due. */
  drain(): Promise<void>
  /** Looks for due messages now and at regular intervals. */
  start(): void
  /** Starts no more deliveries and waits for the running ones. */
  stop(): Promise<void>
}

/** The number of parallel deliveries. */
const slots = 4
/** How long a courier leases a message: longer than any delivery, so another courier gets it only after a crash. */
const lease = 2 * 60_000
/** How often the courier looks for postponed messages, and for messages of nodes that crashed. */
const interval = 10_000

/**
 * Delivers each message at least once. After a crash between the delivery and the deletion from the outbox, it sends the message
 * again. Each slot takes the next due message when it is free, so a slow delivery blocks only its own slot.
 */
export function createCourier(services: DeliveryServices): Courier {
  const { log } = services
  const running = new Set<Promise<void>>()
  /** The slots query the outbox one after another, so that they do not compete for the same rows. */
  let looking: Promise<unknown> = Promise.resolve()
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const look = async (): Promise<OutboxMessage | undefined> => {
    let found: OutboxMessage | undefined
    do {
      again = false
      found = stopped ? undefined : await takeDueMessage(services)
      // Query again if a message was stored during an empty query. Otherwise it would wait for the next wake.
    } while (!found && again)
    return found
  }
  const nextMessage = (): Promise<OutboxMessage | undefined> => {
    const next = looking.then(look)
    looking = next.catch(() => {})
    return next
  }
  const work = async (): Promise<void> => {
    for (let message = await nextMessage(); message; message = await nextMessage()) {
      // More messages may be due: the next slot looks for them while this one delivers.
      startSlot()
      await deliver(services, message)
    }
  }
  const startSlot = (): void => {
    if (stopped || running.size >= slots) return
    const slot = work().finally(() => {
      running.delete(slot)
      // `wake` was called while all slots were busy.
      if (again) startSlot()
    })
    running.add(slot)
    slot.catch((error: unknown) => log.error('outbox-unreadable', { reason: reasonOf(error) }))
  }
  const wake = (): void => {
    again = true
    startSlot()
  }

  return {
    wake,
    async drain() {
      wake()
      while (running.size > 0) await Promise.all(running)
    },
    start() {
      wake()
      timer = setInterval(wake, interval)
      timer.unref()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await Promise.allSettled(running)
    },
  }
}

/** Leases the message that is due first; undefined if none is due. `tries` includes the delivery that follows. */
async function takeDueMessage({ clock, db }: { clock: Clock; db: Database }): Promise<OutboxMessage | undefined> {
  for (;;) {
    const now = clock.now()
    const due = await listDueMessages(db, { now, limit: slots })
    if (due.length === 0) return undefined
    for (const message of due) {
      const isLeased = await leaseMessage(db, { message, leaseUntil: now + lease })
      if (isLeased) return { ...message, tries: message.tries + 1 }
    }
    // Other nodes leased all of these messages. Look for the next ones.
  }
}
