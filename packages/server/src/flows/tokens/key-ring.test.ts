import { beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { signJwt, verifyJwt } from '#foundation/crypto/jwt'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { insertSigningKey, type SigningKey } from '#records/signing-keys/signing-keys'
import { insertUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import { openDatabase } from '#storage/open-database'
import { createSigningKeys } from './create-signing-keys.ts'
import { createKeyRing } from './key-ring.ts'

const poolId = 'us-east-1_a'
const clock = fixedClock(1_800_000_000_000)
const random = seededRandom('key ring')
const sealer = createSealer({ primary: random.bytes(32), random })
const times = { iat: clock.now() / 1000, exp: clock.now() / 1000 + 60 }

let db: Database
beforeEach(async () => {
  db = await openDatabase(':memory:')
  await insertUserPool(db, { id: poolId, name: 'p', settings: {}, createdAt: 0, updatedAt: 0 })
  return () => db.destroy()
})

async function store(keys: readonly SigningKey[]): Promise<void> {
  for (const key of keys) await insertSigningKey(db, key)
}

test('a pool without keys publishes none, and the key ring looks it up again at the next request', async () => {
  const ring = createKeyRing({ db, sealer })
  expect(await ring.publicJwks(poolId)).toEqual({ keys: [] })
  await expect(ring.signingKey(poolId, 'id')).rejects.toThrow('has no key')
  await store(await createSigningKeys({ clock, sealer }, poolId))
  expect((await ring.publicJwks(poolId)).keys).toHaveLength(2)
})

test('a key verifies the tokens that it signed, for its own use only', async () => {
  await store(await createSigningKeys({ clock, sealer }, poolId))
  const ring = createKeyRing({ db, sealer })
  const token = await signJwt(await ring.signingKey(poolId, 'access'), times)
  const as = (use: 'id' | 'access') => (kid: string) => ring.publicKey(poolId, { kid, use })
  expect(await verifyJwt({ clock, findKey: as('access') }, token)).toMatchObject({ valid: true })
  expect(await verifyJwt({ clock, findKey: as('id') }, token)).toEqual({ valid: false, reason: 'signature' })
})

test('a key that another node made is found when a token first names it; the old key stays valid [A60]', async () => {
  const old = await createSigningKeys({ clock, sealer }, poolId)
  await store(old)
  const ring = createKeyRing({ db, sealer })
  const before = await ring.signingKey(poolId, 'access')
  clock.advance(1_000)
  const newer = await createSigningKeys({ clock, sealer }, poolId)
  await store(newer)
  const kid = newer.find(({ tokenUse }) => tokenUse === 'access')?.kid ?? ''
  expect(await ring.publicKey(poolId, { kid, use: 'access' })).toBeDefined()
  expect(await ring.publicKey(poolId, { kid: before.kid, use: 'access' })).toBeDefined()
  expect((await ring.signingKey(poolId, 'access')).kid).toBe(kid)
  expect((await ring.publicJwks(poolId)).keys).toHaveLength(4)
})

test('private keys are sealed in the database and never published [A62]', async () => {
  const keys = await createSigningKeys({ clock, sealer }, poolId)
  await store(keys)
  const ring = createKeyRing({ db, sealer })
  await ring.signingKey(poolId, 'access')
  expect(JSON.stringify(keys)).not.toContain('PRIVATE KEY')
  for (const jwk of (await ring.publicJwks(poolId)).keys) {
    expect(Object.keys(jwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  }
})
