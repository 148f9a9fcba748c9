import { beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { createPasswordHasher, type PasswordHasher } from '#foundation/crypto/password-hash'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { createKeyedQueue } from '#foundation/keyed-queue'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'
import { openDatabase } from '#storage/open-database'
import { userPassword } from './user-password.ts'

const pool: UserPool = { id: 'us-east-1_a', name: 'p', settings: {}, createdAt: 0, updatedAt: 0 }
const client: AppClient = {
  id: 'c',
  userPoolId: pool.id,
  name: 'c',
  sealedSecret: undefined,
  settings: { PreventUserExistenceErrors: 'ENABLED' },
  extensions: {},
  createdAt: 0,
  updatedAt: 0,
}

const random = seededRandom('passwords')
const sealer = createSealer({ primary: random.bytes(32), random })
const clock = fixedClock(1_800_000_000_000)
const attemptQueue = createKeyedQueue()
const cheap = createPasswordHasher({ memoryCost: 64, timeCost: 1 })

let db: Database
beforeEach(async () => {
  db = await openDatabase(':memory:')
  return () => db.destroy()
})

/** The real hasher, which counts the hashes that it computes. */
function countingHasher(): PasswordHasher & { computed: number } {
  const hasher = {
    computed: 0,
    hash: cheap.hash,
    verify(encoded: string, password: string) {
      hasher.computed++
      return cheap.verify(encoded, password)
    },
    verifyDummy(password: string) {
      hasher.computed++
      return cheap.verifyDummy(password)
    },
  }
  return hasher
}

test('each attempt computes one hash, with or without a user or a password [A90]', async () => {
  const known: User = {
    sub: '3f1c2e9a-1111-4222-8333-444455556666',
    userPoolId: pool.id,
    username: 'ann',
    status: 'CONFIRMED',
    enabled: true,
    attributes: {},
    password: { hash: await cheap.hash('right'), srpSalt: 'aa', sealedSrpVerifier: 'v', expiresAt: undefined },
    createdAt: 0,
    updatedAt: 0,
  }
  for (const user of [known, { ...known, sub: 'without', password: undefined }, undefined]) {
    const passwordHasher = countingHasher()
    const services = { attemptQueue, clock, db, passwordHasher, random, sealer }
    const given = { password: 'wrong' }
    const attempt = userPassword.open(services, { pool, client, user, username: 'ann', given })
    await expect(attempt).rejects.toThrow('Incorrect username or password.')
    expect(passwordHasher.computed).toBe(1)
  }
})
