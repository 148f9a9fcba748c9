import { afterEach, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { createPasswordHasher } from '#foundation/crypto/password-hash'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { openMessage } from '#outbound/messaging/outgoing-message'
import { listDueMessages } from '#records/outbox/outbox'
import type { UserPool } from '#records/user-pools/user-pool'
import { insertUserPool } from '#records/user-pools/user-pools'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { openDatabase } from '#storage/open-database'
import { inviteUser, resendInvitation } from './invite-user.ts'

const clock = fixedClock(1_800_000_000_000)
const random = seededRandom('invite-user')
const plainSealer = createSealer({ primary: random.bytes(32), random })
const passwordHasher = createPasswordHasher({ memoryCost: 64, timeCost: 1 })
const pool: UserPool = {
  id: 'us-east-1_Abc123xyz',
  name: 'pool',
  settings: { SchemaAttributes: [{ Name: 'email', Mutable: true }] },
  createdAt: 0,
  updatedAt: 0,
}
const context = { clientId: undefined, clientMetadata: undefined, sourceIp: '127.0.0.1', userAgent: undefined }

let db: Database
let meanwhile: User | undefined
const sealer: typeof plainSealer = {
  ...plainSealer,
  seal(text, place) {
    // SQLite has one connection, so this change is written before the transaction that stores the message.
    if (meanwhile && place.startsWith('outbox:')) {
      void replaceUser(db, meanwhile)
      meanwhile = undefined
    }
    return plainSealer.seal(text, place)
  },
}
beforeEach(async () => {
  meanwhile = undefined
  db = await openDatabase(':memory:')
  await insertUserPool(db, pool)
})
afterEach(() => db.destroy())

const services = () => ({ clock, courier: { wake() {} }, db, passwordHasher, random, sealer })
const messages = async () =>
  (await listDueMessages(db, { now: Number.MAX_SAFE_INTEGER, limit: 10 })).map(
    (row) => openMessage({ sealer }, row)?.queued,
  )
const invited = async () => {
  const attributes = [{ Name: 'email', Value: 'old@example.com' }]
  return await inviteUser(services(), { pool, username: 'ada', attributes, notify: false, context })
}
const resend = () => resendInvitation(services(), { pool, username: 'ada', temporaryPassword: 'Temporary-1', context })

test('a resent invitation goes to the address that the user has when the message is stored', async () => {
  const { user } = await invited()
  meanwhile = { ...user, attributes: { email: 'new@example.com' } }
  await resend()
  expect(await messages()).toMatchObject([{ to: 'new@example.com', text: expect.stringContaining('Temporary-1') }])
})

test('a user who chooses a password before the invitation is stored gets none', async () => {
  const { user } = await invited()
  meanwhile = { ...user, status: 'CONFIRMED' }
  await expect(resend()).rejects.toMatchObject({ name: 'UnsupportedUserStateException' })
  expect(await messages()).toEqual([])
  expect(await holdUser(db, user.sub)).toMatchObject({ status: 'CONFIRMED', password: user.password })
})
