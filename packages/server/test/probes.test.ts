import { expect, test } from 'vitest'
import { startPool } from './start-pool.ts'

test('a server that can write to its database is live and ready', async () => {
  const { server } = await startPool()
  const [live, ready] = [await server.inject('/live'), await server.inject('/ready')]
  expect([live.statusCode, live.json()]).toEqual([200, { status: 'live' }])
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready' }])
  expect(ready.headers['cache-control']).toBe('no-store')
})

test('a server that can not reach its database is live but not ready [I12]', async () => {
  const { server, services, log } = await startPool()
  await services.db.destroy()
  expect((await server.inject('/live')).statusCode).toBe(200)
  const ready = await server.inject('/ready')
  expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'unavailable' }])
  expect(log.entries.at(-1)).toMatchObject({ event: 'not-ready', level: 'error' })
})
