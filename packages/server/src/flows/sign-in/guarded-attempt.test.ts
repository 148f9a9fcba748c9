import { beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { createKeyedQueue } from '#foundation/keyed-queue'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'
import { openDatabase } from '#storage/open-database'
import { guardedAttempt } from './guarded-attempt.ts'

const pool: UserPool = { id: 'us-east-1_a', name: 'p', settings: {}, createdAt: 0, updatedAt: 0 }
const insensitive: UserPool = { ...pool, settings: { UsernameConfiguration: { CaseSensitive: false } } }
const ann: User = {
  sub: '3f1c2e9a-1111-4222-8333-444455556666',
  userPoolId: pool.id,
  username: 'ann',
  status: 'CONFIRMED',
  enabled: true,
  attributes: {},
  password: undefined,
  createdAt: 0,
  updatedAt: 0,
}

const clock = fixedClock(1_800_000_000_000)
const random = seededRandom('lockout')
const sealer = createSealer({ primary: random.bytes(32), random })
let db: Database
let attemptQueue = createKeyedQueue()

beforeEach(async () => {
  db = await openDatabase(':memory:')
  attemptQueue = createKeyedQueue()
  return () => db.destroy()
})

interface Try {
  at?: UserPool
  user?: User | undefined
  name?: string
  right?: boolean
}

/** The result of a try: `right` or `wrong` when it was checked, the exception's message when it was not. */
async function attempt({ at = pool, user, name = 'ann', right = false }: Try): Promise<string> {
  let looked = false
  const verify = async () => {
    looked = true
    return right
  }
  try {
    const result = await guardedAttempt({ attemptQueue, clock, db, sealer }, { pool: at, user, name, verify })
    return result ? 'right' : 'wrong'
  } catch (error) {
    if (looked) throw error
    return (error as Error).message
  }
}

const times = async (count: number, of: Try) => {
  const results: string[] = []
  for (let number = 0; number < count; number++) results.push(await attempt(of))
  return results
}

const locked = 'Password attempts exceeded'

describe.each([
  ['a user', ann],
  ['a name that no user has', undefined],
])('for %s', (_, user) => {
  test('five of 50 simultaneous guesses are checked [A93]', async () => {
    const results = await Promise.all(Array.from({ length: 50 }, () => attempt({ user })))
    expect(results.filter((result) => result === 'wrong')).toHaveLength(5)
    expect(results.filter((result) => result === locked)).toHaveLength(45)
  })

  test('the lock doubles from one second to 15 minutes, then ends [A93]', async () => {
    await times(5, { user })
    for (let lock = 1_000; lock <= 15 * 60_000; lock *= 2) {
      expect(await attempt({ user, right: true })).toBe(locked)
      clock.advance(lock - 1)
      expect(await attempt({ user, right: true })).toBe(locked)
      clock.advance(1)
      expect(await attempt({ user })).toBe('wrong')
    }
    clock.advance(15 * 60_000)
    expect(await attempt({ user, right: true })).toBe('right')
  })

  test('a right password resets the count of wrong ones', async () => {
    await times(4, { user })
    expect(await attempt({ user, right: true })).toBe('right')
    expect(await times(5, { user })).toEqual(Array(5).fill('wrong'))
    expect(await attempt({ user })).toBe(locked)
  })

  test('15 idle minutes reset the count too', async () => {
    await times(4, { user })
    clock.advance(15 * 60_000 + 1)
    expect(await times(5, { user })).toEqual(Array(5).fill('wrong'))
  })
})

test('all names of a user share one counter [A94]', async () => {
  for (const name of ['ann', 'ANN', 'ann@example.com', ann.sub, 'Ann'])
    expect(await attempt({ user: ann, name })).toBe('wrong')
  expect(await attempt({ user: ann, name: '+491701234567', right: true })).toBe(locked)
})

test('all spellings of a name that no user has share one counter [A94]', async () => {
  for (const name of ['bob', 'Bob', 'BOB', 'bOb', 'boB']) expect(await attempt({ at: insensitive, name })).toBe('wrong')
  expect(await attempt({ at: insensitive, name: 'bOB' })).toBe(locked)
})

test('a lock does not apply to another name, another user or another pool', async () => {
  await times(6, { user: ann })
  expect(await attempt({ name: 'bob' })).toBe('wrong')
  expect(await attempt({ user: { ...ann, sub: 'other' }, right: true })).toBe('right')
  expect(await attempt({ user: ann, at: { ...pool, id: 'us-east-1_b' }, right: true })).toBe('right')
})

test('a check that throws is not counted', async () => {
  const verify = () => Promise.reject(new Error('broken'))
  const services = { attemptQueue, clock, db, sealer }
  for (let count = 0; count < 6; count++) {
    await expect(guardedAttempt(services, { pool, user: ann, name: 'ann', verify })).rejects.toThrow('broken')
  }
  expect(await attempt({ user: ann, right: true })).toBe('right')
})
