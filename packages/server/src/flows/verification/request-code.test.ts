import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { forgotPassword } from '#flows/recovery/forgot-password'
import { resendCode } from '#flows/registration/resend-code'
import { fixedClock } from '#foundation/clock'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { openMessage } from '#outbound/messaging/outgoing-message'
import type { AppClient } from '#records/app-clients/app-client'
import { deleteOutboxMessage, listDueMessages } from '#records/outbox/outbox'
import type { UserPool } from '#records/user-pools/user-pool'
import { insertUserPool } from '#records/user-pools/user-pools'
import { aliasesOf } from '#records/users/attributes'
import type { User } from '#records/users/user'
import { claimAlias, insertUser, replaceUser } from '#records/users/users'
import { findVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database, Schema } from '#storage/database'
import { sqliteDialect } from '#storage/dialects/sqlite'
import { openDatabase } from '#storage/open-database'

const clock = fixedClock(1_800_000_000_000)
const random = seededRandom('request-code')
const plainSealer = createSealer({ primary: random.bytes(32), random })
/** Called when a message is sealed: after the user is read, before the transaction. */
let whilePreparing = () => {}
const sealer = {
  ...plainSealer,
  seal(text: string, context: string) {
    whilePreparing()
    return plainSealer.seal(text, context)
  },
}
let wakes = 0
const courier = { wake: () => wakes++ }

const pool: UserPool = {
  id: 'us-east-1_Abc123xyz',
  name: 'pool',
  settings: { AutoVerifiedAttributes: ['email'] },
  createdAt: 0,
  updatedAt: 0,
}
const client: AppClient = {
  id: 'client',
  userPoolId: pool.id,
  name: 'client',
  sealedSecret: undefined,
  settings: { PreventUserExistenceErrors: 'ENABLED' },
  extensions: {},
  createdAt: 0,
  updatedAt: 0,
}
const context = { clientId: client.id, clientMetadata: undefined, sourceIp: '127.0.0.1', userAgent: undefined }

const folder = mkdtempSync(join(tmpdir(), 'request-code-'))
let db: Database
/** Every statement and commit since the test began. */
const work: ('read' | 'write' | 'commit')[] = []

beforeAll(async () => {
  const file = join(folder, 'counted.sqlite')
  await (await openDatabase(file)).destroy()
  const dialect = sqliteDialect(file)
  db = new Kysely<Schema>({
    dialect: {
      ...dialect,
      createDriver() {
        const driver = dialect.createDriver()
        const commit = driver.commitTransaction.bind(driver)
        driver.commitTransaction = async (connection) => {
          work.push('commit')
          await commit(connection)
        }
        return driver
      },
    },
    log({ query }) {
      work.push(/^select/i.test(query.sql) ? 'read' : 'write')
    },
  })
  await insertUserPool(db, pool)
})
afterAll(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  whilePreparing = () => {}
})

let count = 0
async function addUser(changes: Partial<User> = {}): Promise<User> {
  const username = `user-${++count}`
  const user: User = {
    sub: `sub-of-${username}`,
    userPoolId: pool.id,
    username,
    status: 'UNCONFIRMED',
    enabled: true,
    attributes: { email: `${username}@example.com`, email_verified: 'true' },
    password: undefined,
    createdAt: 0,
    updatedAt: 0,
    ...changes,
  }
  await insertUser(db, user)
  for (const alias of aliasesOf(pool, user)) await claimAlias(db, { userPoolId: pool.id, sub: user.sub, ...alias })
  return user
}

const requests = { resendCode, forgotPassword }
const ask = async (name: keyof typeof requests, username: string) => {
  work.length = 0
  wakes = 0
  const { delivery } = await requests[name]({ clock, courier, db, random, sealer }, { pool, client, username, context })
  return { delivery, work: [...work], wakes }
}
const outbox = async () => {
  const rows = await listDueMessages(db, { now: Number.MAX_SAFE_INTEGER, limit: 100 })
  for (const { id } of rows) await deleteOutboxMessage(db, id)
  return rows.map((row) => openMessage({ sealer }, row)?.queued)
}

describe('a request for a code does the same work whether or not the code is sent [A90]', () => {
  const cases: Record<string, Partial<User> | undefined> = {
    'a name that no user has': undefined,
    'a disabled user': { enabled: false },
    'a user in the wrong status': { status: 'FORCE_CHANGE_PASSWORD' },
    'a user without an address': { attributes: {} },
  }
  test.each(
    (['resendCode', 'forgotPassword'] as const).flatMap((name) => Object.keys(cases).map((of) => [name, of] as const)),
  )('%s, %s', async (name, of) => {
    const sent = await ask(name, (await addUser()).username)
    expect(await outbox()).toHaveLength(1)
    const changes = cases[of]
    const pretended = await ask(name, changes ? (await addUser(changes)).username : `nobody-${++count}`)
    expect(await outbox()).toHaveLength(0)
    expect(pretended.work).toEqual(sent.work)
    expect(pretended.wakes).toBe(sent.wakes)
    expect(Object.keys(pretended.delivery)).toEqual(Object.keys(sent.delivery))
  })
})

describe('a user who changes after the read and before the transaction', () => {
  /** SQLite has one connection, so this change is written before the transaction begins. */
  const changeOnce = (user: User) => {
    whilePreparing = () => {
      whilePreparing = () => {}
      void replaceUser(db, user)
    }
  }

  test('gets the code at the new address', async () => {
    const user = await addUser()
    changeOnce({ ...user, attributes: { ...user.attributes, email: 'new@moved.example' } })
    const { delivery } = await ask('forgotPassword', user.username)
    expect(delivery.Destination).toBe('n***@m***')
    expect(await outbox()).toMatchObject([{ to: 'new@moved.example' }])
    expect(await findVerificationCode(db, { sub: user.sub, purpose: 'forgot-password' })).toMatchObject({
      destination: 'new@moved.example',
    })
  })

  test.each([
    ['is disabled', { enabled: false }],
    ['no longer has an address', { attributes: {} }],
    ['has an address that is no longer verified', { attributes: { email: 'new@moved.example' } }],
  ])('gets no code when the user %s', async (_, changes: Partial<User>) => {
    const user = await addUser()
    changeOnce({ ...user, ...changes })
    const { delivery } = await ask('forgotPassword', user.username)
    expect(delivery.Destination).toBe('u***@e***')
    expect(await outbox()).toEqual([])
    expect(await findVerificationCode(db, { sub: user.sub, purpose: 'forgot-password' })).toBeUndefined()
  })

  test('gets TooManyRequestsException when the address changes during each try', async () => {
    const user = await addUser()
    let changes = 0
    whilePreparing = () => {
      void replaceUser(db, { ...user, attributes: { email: `${++changes}@moved.example`, email_verified: 'true' } })
    }
    await expect(ask('forgotPassword', user.username)).rejects.toMatchObject({ name: 'TooManyRequestsException' })
    expect(await outbox()).toEqual([])
  })
})
