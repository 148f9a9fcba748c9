import { afterEach, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { listDueMessages } from '#records/outbox/outbox'
import type { UserPool } from '#records/user-pools/user-pool'
import { insertUserPool } from '#records/user-pools/user-pools'
import type { User } from '#records/users/user'
import { holdUser, insertUser, replaceUser } from '#records/users/users'
import { findVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { openDatabase } from '#storage/open-database'
import { updateAttributes } from './update-attributes.ts'

const clock = fixedClock(1_800_000_000_000)
const random = seededRandom('update-attributes')
const plainSealer = createSealer({ primary: random.bytes(32), random })
const pool: UserPool = {
  id: 'us-east-1_Abc123xyz',
  name: 'pool',
  settings: { AutoVerifiedAttributes: ['email'], SchemaAttributes: [{ Name: 'email', Mutable: true }] },
  createdAt: 0,
  updatedAt: 0,
}
const user: User = {
  sub: 'sub-of-ada',
  userPoolId: pool.id,
  username: 'ada',
  status: 'UNCONFIRMED',
  enabled: true,
  attributes: { email: 'old@example.com' },
  password: undefined,
  createdAt: 0,
  updatedAt: 0,
}
const context = { clientId: undefined, clientMetadata: undefined, sourceIp: '127.0.0.1', userAgent: undefined }

let db: Database
beforeEach(async () => {
  db = await openDatabase(':memory:')
  await insertUserPool(db, pool)
  await insertUser(db, user)
})
afterEach(() => db.destroy())

/** Changes the address. While the code is prepared, `meanwhile` replaces the stored user. */
async function update(meanwhile: User | undefined) {
  let isFirst = true
  const sealer: typeof plainSealer = {
    ...plainSealer,
    seal(text, place) {
      // SQLite has one connection, so this change is written before the transaction.
      if (isFirst && meanwhile) void replaceUser(db, meanwhile)
      isFirst = false
      return plainSealer.seal(text, place)
    },
  }
  const services = { clock, courier: { wake() {} }, db, random, sealer }
  const attributes = [{ Name: 'email', Value: 'new@example.com' }]
  return await updateAttributes(services, { pool, user, client: undefined, attributes, context })
}

const codes = async () => ({
  'sign-up': await findVerificationCode(db, { sub: user.sub, purpose: 'sign-up' }),
  'attribute:email': await findVerificationCode(db, { sub: user.sub, purpose: 'attribute:email' }),
})
const messages = async () => (await listDueMessages(db, { now: Number.MAX_SAFE_INTEGER, limit: 10 })).length

test('a code goes to a changed address', async () => {
  expect(await update(undefined)).toMatchObject({ deliveries: [{ Destination: 'n***@e***' }] })
  expect(await codes()).toMatchObject({ 'sign-up': { destination: 'new@example.com' }, 'attribute:email': undefined })
  expect(await messages()).toBe(1)
})

test('a user who is confirmed during the change gets one message, with a code that verifies the address', async () => {
  expect(await update({ ...user, status: 'CONFIRMED' })).toMatchObject({ deliveries: [{ Destination: 'n***@e***' }] })
  expect(await codes()).toMatchObject({ 'sign-up': undefined, 'attribute:email': { destination: 'new@example.com' } })
  expect(await messages()).toBe(1)
  expect(await holdUser(db, user.sub)).toMatchObject({ status: 'CONFIRMED', attributes: { email: 'new@example.com' } })
})

test('no code is stored when another request has set the same address', async () => {
  const meanwhile = { ...user, attributes: { email: 'new@example.com' } }
  expect(await update(meanwhile)).toEqual({ deliveries: [] })
  expect(await messages()).toBe(0)
})
