import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '#foundation/clock'
import type { Log } from '#foundation/log'
import { takeFromBudget } from '#records/attempts/attempts'
import type { Database } from '#storage/database'

/** A database that takes longer than this to write a row is not ready, in milliseconds. */
const readyTimeout = 2_000

/**
 * What a load balancer asks: `/live` (the process answers) and `/ready` (it can also write to its database, without which nobody
 * can sign in). Register it as `app.register(probes({ services }))`.
 */
export function probes({ services }: { services: { clock: Clock; db: Database; log: Log } }) {
  const { log } = services
  let pendingCheck: Promise<boolean> | undefined
  /** However many ask at once, one row is written. */
  const isReady = (): Promise<boolean> => {
    pendingCheck ??= canWrite(services)
      .catch((cause: unknown) => {
        log.error('not-ready', { cause })
        return false
      })
      .finally(() => {
        pendingCheck = undefined
      })
    return Promise.race([pendingCheck, setTimeout(readyTimeout, false, { ref: false })])
  }

  return async (app: FastifyInstance): Promise<void> => {
    app.get('/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }))
    app.get('/ready', async (_request, reply) => {
      const ready = await isReady()
      return reply
        .status(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: ready ? 'ready' : 'unavailable' })
    })
  }
}

async function canWrite({ clock, db }: { clock: Clock; db: Database }): Promise<boolean> {
  const budget = { key: 'probe:ready', limit: Number.MAX_SAFE_INTEGER, window: 60_000, now: clock.now() }
  return await takeFromBudget(db, budget)
}
