import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '#foundation/clock'
import type { Log } from '#foundation/log'
import { takeFromBudget } from '#records/attempts/attempts'
import type { Database } from '#storage/database'

/** If writing a row takes longer than this, the database is not ready. In milliseconds. */
const readyTimeout = 2_000

/**
 * The endpoints for load balancers: `/live` (the process responds) and `/ready` (the server can also write to its database,
 * which a sign-in needs). Register it with `app.register(probes({ services }))`.
 */
export function probes({ services }: { services: { clock: Clock; db: Database; log: Log } }) {
  const { log } = services
  let pendingCheck: Promise<boolean> | undefined
  /** Parallel requests share one check, so that many probes write only one row. */
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
