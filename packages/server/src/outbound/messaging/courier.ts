import type { Clock } from '#foundation/clock'
import { leaseMessage, listDueMessages, type OutboxMessage } from '#records/outbox/outbox'
import type { Database } from '#storage/database'
import { type DeliveryServices, deliver, reasonOf } from './deliver.ts'

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

/** Deliveries under way at once. */
const slots = 4
/** For how long a message is one courier's; longer than any transport takes, so that only a crash hands it on. */
const lease = 2 * 60_000
/** How often the outbox is looked through unasked: for what was put off, and for what other nodes left. */
const interval = 10_000

/**
 * Delivers at least once: a crash between handing over and noting it down sends a message again. Each slot takes the next due
 * message as soon as it is free, so a slow delivery holds up one slot and no other message.
 */
export function createCourier(services: DeliveryServices): Courier {
  const { log } = services
  const running = new Set<Promise<void>>()
  /** The slots look into the outbox one after another, so that they do not compete for the same rows. */
  let looking: Promise<unknown> = Promise.resolve()
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const look = async (): Promise<OutboxMessage | undefined> => {
    let found: OutboxMessage | undefined
    do {
      again = false
      found = stopped ? undefined : await takeDueMessage(services)
      // A message that was stored while an empty answer was on its way would have to wait for the next wake.
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
      // Where one message is due there may be more: let the next slot look while this one delivers.
      startSlot()
      await deliver(services, message)
    }
  }
  const startSlot = (): void => {
    if (stopped || running.size >= slots) return
    const slot = work().finally(() => {
      running.delete(slot)
      // A wake that came while all slots were taken.
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

/** Leases the message that is due first; undefined when none is. `tries` counts the delivery that follows. */
async function takeDueMessage({ clock, db }: { clock: Clock; db: Database }): Promise<OutboxMessage | undefined> {
  for (;;) {
    const now = clock.now()
    const due = await listDueMessages(db, { now, limit: slots })
    if (due.length === 0) return undefined
    for (const message of due) {
      const mine = await leaseMessage(db, { message, leaseUntil: now + lease })
      if (mine) return { ...message, tries: message.tries + 1 }
    }
    // Other nodes took all of these: look for what is behind them.
  }
}
