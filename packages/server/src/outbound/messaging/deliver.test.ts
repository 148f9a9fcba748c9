import { afterEach, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { memoryLog } from '#foundation/log'
import { listDueMessages } from '#records/outbox/outbox'
import type { Database } from '#storage/database'
import { openDatabase } from '#storage/open-database'
import { createCourier, delayAfter } from './deliver.ts'
import type { Email } from './email/email-transport.ts'
import { enqueueEmail } from './enqueue.ts'

const hour = 60 * 60_000
const clock = fixedClock(1_000_000)
const random = seededRandom('deliver')
const sealer = createSealer({ primary: random.bytes(32), random })
const pool = { id: 'us-east-1_Abc123xyz', name: 'pool', settings: {}, createdAt: 0, updatedAt: 0 }

let db: Database
let log = memoryLog()
let sent: Email[] = []
let failure: Error | undefined

beforeEach(async () => {
  db = await openDatabase(':memory:')
  log = memoryLog()
  sent = []
  failure = undefined
})
afterEach(() => db.destroy())

const courier = (over: { db?: Database } = {}) =>
  createCourier({
    clock,
    db,
    sealer,
    log,
    email: {
      async send(email) {
        if (failure) throw failure
        sent.push(email)
      },
      async close() {},
    },
    settings: { from: 'no-reply@example.com' },
    ...over,
  })

const enqueue = (to: string, usefulUntil = clock.now() + 48 * hour) =>
  enqueueEmail({ clock, random, sealer }, db, {
    pool,
    to,
    usefulUntil,
    message: { subject: 'Hello', text: 'code 123456', html: '<p>code 123456</p>' },
  })

const waiting = async () => await listDueMessages(db, { now: Number.MAX_SAFE_INTEGER, limit: 1_000 })

test('what lies in the outbox is sealed, and delivered once', async () => {
  for (let n = 0; n < 25; n++) await enqueue(`user${n}@example.com`)
  expect(JSON.stringify(await waiting())).not.toContain('123456')
  await Promise.all([courier().drain(), courier().drain()])
  expect(sent.map(({ to }) => to).sort()).toEqual(Array.from({ length: 25 }, (_, n) => `user${n}@example.com`).sort())
  expect(sent[0]).toMatchObject({ from: 'no-reply@example.com', subject: 'Hello', text: 'code 123456' })
  expect(await waiting()).toEqual([])
})

test('a failure is tried again later and later, and nothing of the message or the server’s words is logged', async () => {
  await enqueue('ada@example.com')
  failure = Object.assign(new Error('550 <ada@example.com> 123456'), { code: 'EENVELOPE', responseCode: 550 })
  await courier().drain()
  await courier().drain()
  expect(await waiting()).toMatchObject([{ tries: 1, dueAt: clock.now() + delayAfter(1) }])
  expect(log.entries).toMatchObject([{ event: 'message-not-delivered', fields: { reason: 'EENVELOPE 550' } }])
  expect(JSON.stringify(log.entries)).not.toMatch(/123456|ada@example/)
  failure = undefined
  clock.advance(delayAfter(1))
  await courier().drain()
  expect(sent).toHaveLength(1)
})

test('a message is given up after a day, or when nobody can use it any more', async () => {
  await enqueue('day@example.com')
  await enqueue('code@example.com', clock.now() + hour)
  failure = new Error('down')
  const given = () => log.entries.filter(({ event }) => event === 'message-given-up').length
  for (let passed = 0; passed <= 70 * 60_000; passed += 60_000) {
    await courier().drain()
    clock.advance(60_000)
  }
  expect(given()).toBe(1)
  for (let passed = 0; passed <= 25 * hour; passed += hour) {
    await courier().drain()
    clock.advance(hour)
  }
  expect(given()).toBe(2)
  expect(await waiting()).toEqual([])
})

test('a courier that crashed leaves its messages to the next, once the lease is over', async () => {
  await enqueue('ada@example.com')
  const [message] = await waiting()
  const { leaseMessage } = await import('#records/outbox/outbox')
  if (message) await leaseMessage(db, { message, leaseUntil: clock.now() + 60_000 })
  await courier().drain()
  expect(sent).toEqual([])
  clock.advance(60_000)
  await courier().drain()
  expect(sent).toHaveLength(1)
})

test('waiting times double up to an hour', () => {
  expect([1, 2, 3, 9, 20].map(delayAfter)).toEqual([15_000, 30_000, 60_000, hour, hour])
})
