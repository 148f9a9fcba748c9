import type { TokenStore } from '@poolhouse/omniauth'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestDatabase } from '../databases.ts'
import { tokenStores } from './stores.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

describe.each(Object.entries(tokenStores))('tokens in %s', (_name, start) => {
  let database: TestDatabase<TokenStore>
  let store: TokenStore
  beforeEach(async () => {
    database = await start()
    store = await database.open()
  })
  afterEach(() => database.end())

  test('a row can be read until it expires or is removed', async () => {
    expect(await store.read('a', 1)).toBeUndefined()
    await store.write('a', { sealed: 'x', expiresAt: 100 })
    expect(await store.read('a', 99)).toEqual({ sealed: 'x', leaseUntil: 0 })
    expect(await store.read('a', 100)).toBeUndefined()
    expect([await store.remove('a'), await store.remove('a')]).toEqual([true, false])
    expect(await store.read('a', 1)).toBeUndefined()
  })

  test('open creates an empty row once, and again after the old one has expired', async () => {
    await store.open('a', { now: 1, expiresAt: 100 })
    const lease = (await store.claim('a', { sealed: '', now: 1, until: 50 })) ?? 0
    await store.replace('a', { lease, sealed: 'x', expiresAt: 100 })
    await store.open('a', { now: 99, expiresAt: 200 })
    expect((await store.read('a', 99))?.sealed).toBe('x')
    await store.open('a', { now: 100, expiresAt: 200 })
    expect((await store.read('a', 100))?.sealed).toBe('')
  })

  test('only one holder has a lease until it ends', async () => {
    await store.write('a', { sealed: 'x', expiresAt: 1000 })
    expect(await store.claim('b', { sealed: 'x', now: 1, until: 50 })).toBeUndefined()
    expect(await store.claim('a', { sealed: 'other', now: 1, until: 50 })).toBeUndefined()
    const first = await store.claim('a', { sealed: 'x', now: 1, until: 50 })
    expect(first).toBeGreaterThan(0)
    expect((await store.read('a', 1))?.leaseUntil).toBe(50)
    expect(await store.claim('a', { sealed: 'x', now: 49, until: 99 })).toBeUndefined()
    const second = await store.claim('a', { sealed: 'x', now: 50, until: 99 })
    expect(second).toBeGreaterThan(first ?? 0)
    expect(await store.claim('a', { sealed: 'x', now: 1000, until: 2000 })).toBeUndefined()
  })

  test('only the holder of the lease can replace a row, and only once', async () => {
    await store.write('a', { sealed: 'x', expiresAt: 1000 })
    const late = (await store.claim('a', { sealed: 'x', now: 1, until: 50 })) ?? 0
    const lease = (await store.claim('a', { sealed: 'x', now: 60, until: 99 })) ?? 0
    expect(await store.replace('a', { lease: late, sealed: 'late', expiresAt: 1000 })).toBe(false)
    expect(await store.replace('a', { lease, sealed: 'y', expiresAt: 1000 })).toBe(true)
    expect(await store.replace('a', { lease, sealed: 'z', expiresAt: 1000 })).toBe(false)
    expect(await store.read('a', 60)).toEqual({ sealed: 'y', leaseUntil: 0 })
  })

  test.each(['written', 'removed'])('a row that was %s in the meantime is not replaced', async (what) => {
    await store.write('a', { sealed: 'x', expiresAt: 1000 })
    const lease = (await store.claim('a', { sealed: 'x', now: 1, until: 50 })) ?? 0
    if (what === 'written') await store.write('a', { sealed: 'new', expiresAt: 1000 })
    else await store.remove('a')
    expect(await store.replace('a', { lease, sealed: 'y', expiresAt: 1000 })).toBe(false)
    expect((await store.read('a', 1))?.sealed).toBe(what === 'written' ? 'new' : undefined)
  })

  test('a former holder can not replace a row that was removed, created and claimed again', async () => {
    await store.write('a', { sealed: 'x', expiresAt: 1000 })
    const late = (await store.claim('a', { sealed: 'x', now: 1, until: 50 })) ?? 0
    await store.remove('a')
    await store.write('a', { sealed: 'new', expiresAt: 1000 })
    await store.claim('a', { sealed: 'new', now: 1, until: 50 })
    expect(await store.replace('a', { lease: late, sealed: 'y', expiresAt: 1000 })).toBe(false)
    expect((await store.read('a', 1))?.sealed).toBe('new')
  })

  test('only its holder can release a lease, at once or for later', async () => {
    await store.write('a', { sealed: 'x', expiresAt: 1000 })
    const lease = (await store.claim('a', { sealed: 'x', now: 1, until: 50 })) ?? 0
    await store.release('a', { lease: lease - 1, until: 0 })
    expect(await store.claim('a', { sealed: 'x', now: 2, until: 50 })).toBeUndefined()
    await store.release('a', { lease, until: 10 })
    expect(await store.claim('a', { sealed: 'x', now: 9, until: 50 })).toBeUndefined()
    expect(await store.claim('a', { sealed: 'x', now: 10, until: 50 })).toBeDefined()
  })

  test('sweep removes expired rows', async () => {
    for (const [id, expiresAt] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ] as const)
      await store.write(id, { sealed: 'x', expiresAt })
    expect(await store.sweep(2)).toBe(2)
    expect(await store.sweep(2)).toBe(0)
    expect(await store.read('c', 2)).toBeDefined()
  })

  test('one of many simultaneous claims in many processes gets the lease', async () => {
    await store.write('a', { sealed: 'x', expiresAt: 1000 })
    const processes = await Promise.all(Array.from({ length: 5 }, () => database.open()))
    const leases = await Promise.all(
      processes.flatMap((each) => Array.from({ length: 8 }, () => each.claim('a', { sealed: 'x', now: 1, until: 50 }))),
    )
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1)
  })
})
