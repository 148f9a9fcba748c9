import { type SingleUse, singleUseMemory } from '@poolhouse/omniauth'
import { postgresSingleUse } from '@poolhouse/omniauth/single-use/postgres'
import { sqliteSingleUse } from '@poolhouse/omniauth/single-use/sqlite'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databasesFor, type TestDatabase } from './databases.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const time = { now: 1000 }
const clock = () => time.now

/** All openers share the memory of one process, as they would share a database. */
const memories: Readonly<Record<string, () => Promise<TestDatabase<SingleUse>>>> = {
  memory: async () => {
    const memory = singleUseMemory(clock)
    return { open: async () => memory, run: async () => {}, end: async () => {} }
  },
  ...databasesFor<SingleUse>({
    sqlite: (handle) => sqliteSingleUse(handle, { clock }),
    postgres: (pool) => postgresSingleUse(pool, { clock }),
  }),
}

describe.each(Object.entries(memories))('single use, in %s [A116]', (_name, start) => {
  let database: TestDatabase<SingleUse>
  beforeEach(async () => {
    time.now = 1000
    database = await start()
  })
  afterEach(() => database.end())

  test('one of many simultaneous calls in many processes is the first', async () => {
    const processes = await Promise.all(Array.from({ length: 5 }, () => database.open()))
    const answers = await Promise.all(
      processes.flatMap((each) => Array.from({ length: 10 }, () => each.first('a', 2000))),
    )
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await (await database.open()).first('b', 2000)).toBe(true)
  })

  test('only expired keys are forgotten', async () => {
    const memory = await database.open()
    expect(await memory.first('a', 2000)).toBe(true)
    for (let n = 0; n < 1500; n++) await memory.first(`b${n}`, 2000)
    time.now = 2000
    for (let n = 0; n < 1500; n++) await memory.first(`c${n}`, 3000)
    expect(await memory.first('a', 2000)).toBe(false)
    time.now = 2001
    for (let n = 0; n < 3500; n++) await memory.first(`d${n}`, 3000)
    expect(await memory.first('a', 3000)).toBe(true)
    expect(await memory.first('c7', 3000)).toBe(false)
  })

  test('a key can have any length', async () => {
    const memory = await database.open()
    const long = 'x'.repeat(100_000)
    expect([await memory.first(long, 2000), await memory.first(long, 2000)]).toEqual([true, false])
    expect(await memory.first(`${long}x`, 2000)).toBe(true)
  })
})
