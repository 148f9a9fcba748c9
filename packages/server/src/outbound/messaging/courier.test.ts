import { afterEach, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { memoryLog } from '#foundation/log'
import { insertOutboxMessage, listDueMessages } from '#records/outbox/outbox'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Database } from '#storage/database'
import { openDatabase } from '#storage/open-database'
import { inTransaction } from '#storage/transaction'
import { createCourier } from './courier.ts'
import { delayAfter } from './deliver.ts'
import type { Email } from './email/email-transport.ts'
import { prepareMessage, storeMessage } from './outgoing-message.ts'

const hour = 60 * 60_000
const clock = fixedClock(1_000_000)
const random = seededRandom('deliver')
const sealer = createSealer({ primary: random.bytes(32), random })

let db: Database
let log = memoryLog()
let sent: Email[] = []
let failure: Error | undefined
/** Deliveries that wait until the test ends them, by address. */
let hanging: Map<string, Promise<void>>

beforeEach(async () => {
  db = await openDatabase(':memory:')
  log = memoryLog()
  sent = []
  failure = undefined
  hanging = new Map()
})
afterEach(() => db.destroy())

const courier = (over: { db?: Database } = {}) =>
  createCourier({
    clock,
    db,
    sealer,
    log,
    sending: {
      email: {
        transport: {
          async send(email) {
            if (failure) throw failure
            await hanging.get(email.to)
            sent.push(email)
          },
          async close() {},
        },
        from: 'no-reply@example.com',
      },
    },
    ...over,
  })

const pool: UserPool = {
  id: 'us-east-1_Abc123xyz',
  name: 'pool',
  settings: { VerificationMessageTemplate: { EmailSubject: 'Hello', EmailMessage: 'code {####}' } },
  createdAt: 0,
  updatedAt: 0,
}

const prepared = (to: string, usefulUntil = clock.now() + 48 * hour) =>
  prepareMessage(
    { clock, random, sealer },
    {
      pool,
      channel: 'email',
      to,
      usefulUntil,
      message: { occasion: 'verification', code: '123456', username: 'ada' },
    },
  )

const enqueue = (to: string, usefulUntil?: number, wake = () => {}) =>
  storeMessage({ courier: { wake } }, db, prepared(to, usefulUntil))

function gate() {
  let letGo = () => {}
  const promise = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return { promise, letGo }
}

const waiting = async () => await listDueMessages(db, { now: Number.MAX_SAFE_INTEGER, limit: 1_000 })

test('a message in the outbox is sealed, and is delivered once', async () => {
  for (let n = 0; n < 25; n++) await enqueue(`user${n}@example.com`)
  expect(JSON.stringify(await waiting())).not.toContain('123456')
  await Promise.all([courier().drain(), courier().drain()])
  expect(sent.map(({ to }) => to).sort()).toEqual(Array.from({ length: 25 }, (_, n) => `user${n}@example.com`).sort())
  expect(sent[0]).toMatchObject({ from: 'no-reply@example.com', subject: 'Hello', text: 'code 123456' })
  expect(await waiting()).toEqual([])
})

test('a failed delivery is tried again with growing delays, and neither the message nor the mail server’s text is logged', async () => {
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

test('a message is given up after a day, or when it is no longer useful', async () => {
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

test('another courier sends the messages of a crashed courier when the lease has ended', async () => {
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

test('a delivery that hangs does not delay other messages', async () => {
  const { promise, letGo } = gate()
  hanging.set('slow@example.com', promise)
  const { wake, drain } = courier()
  await enqueue('slow@example.com')
  for (let n = 0; n < 10; n++) await enqueue(`user${n}@example.com`)
  wake()
  await expect.poll(() => sent.length).toBe(10)
  await enqueue('later@example.com', undefined, wake)
  await expect.poll(() => sent.at(-1)?.to).toBe('later@example.com')
  letGo()
  await drain()
  expect(sent).toHaveLength(12)
  expect(await waiting()).toEqual([])
})

test('at most four deliveries run in parallel', async () => {
  const { promise, letGo } = gate()
  for (let n = 0; n < 6; n++) {
    hanging.set(`user${n}@example.com`, promise)
    await enqueue(`user${n}@example.com`)
  }
  const { drain } = courier()
  const drained = drain()
  await expect.poll(async () => (await waiting()).filter(({ tries }) => tries === 1).length).toBe(4)
  letGo()
  await drained
  expect(sent).toHaveLength(6)
})

test('a commit wakes the courier, and a rollback does not', async () => {
  let wakes = 0
  const store = (fails: boolean) =>
    inTransaction(db, async (transaction) => {
      await storeMessage({ courier: { wake: () => wakes++ } }, transaction, prepared('ada@example.com'))
      if (fails) throw new Error('no')
    })
  await expect(store(true)).rejects.toThrow('no')
  expect([wakes, (await waiting()).length]).toEqual([0, 0])
  await store(false)
  expect([wakes, (await waiting()).length]).toEqual([1, 1])
})

test('a message of an unknown kind is logged and left for a node of another release', async () => {
  const { row } = prepared('ada@example.com')
  await insertOutboxMessage(db, { ...row, kind: 'pigeon' })
  await enqueue('bob@example.com')
  await courier().drain()
  expect(sent.map(({ to }) => to)).toEqual(['bob@example.com'])
  expect(await waiting()).toMatchObject([{ kind: 'pigeon', dueAt: clock.now() + delayAfter(1) }])
  expect(log.entries).toContainEqual(expect.objectContaining({ level: 'warn', event: 'message-kind-unknown' }))
  clock.advance(49 * hour)
  await courier().drain()
  expect(await waiting()).toMatchObject([{ kind: 'pigeon' }])
})

test('a message of a release without kinds is an e-mail', async () => {
  const { row } = prepared('ada@example.com')
  await db
    .insertInto('outbox')
    // As that release wrote it. The type does not allow to omit the column, although it has a default.
    .values({
      id: row.id,
      user_pool_id: row.userPoolId,
      sealed_message: row.sealedMessage,
      created_at: row.createdAt,
      tries: 0,
      due_at: row.dueAt,
      last_error: null,
    } as never)
    .execute()
  await courier().drain()
  expect(sent).toMatchObject([{ to: 'ada@example.com', from: 'no-reply@example.com' }])
})

test('delays double up to an hour', () => {
  expect([1, 2, 3, 9, 20].map(delayAfter)).toEqual([15_000, 30_000, 60_000, hour, hour])
})
