import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import { prepareAndSave } from './prepare-and-save.ts'

let db: Database

beforeEach(async () => {
  db = await openDatabase(':memory:')
})
afterEach(() => db.destroy())

/** A record that has a new value at each of the first `changes` saves. */
function changing(changes: number) {
  const prepared: number[] = []
  let value = 0
  const result = prepareAndSave(
    { db },
    {
      seen: 0,
      async prepare(seen: number) {
        prepared.push(seen)
        return seen
      },
      async save(transaction, fitting: number) {
        expect(transaction.isTransaction).toBe(true)
        if (value < changes) value++
        return fitting === value ? { done: `saved ${value}` } : { changed: value }
      },
    },
  )
  return { prepared, result }
}

test('the prepared work is saved when the record has not changed', async () => {
  const { prepared, result } = changing(0)
  expect(await result).toBe('saved 0')
  expect(prepared).toEqual([0])
})

test('the work is prepared again when the record has changed', async () => {
  const { prepared, result } = changing(1)
  expect(await result).toBe('saved 1')
  expect(prepared).toEqual([0, 1])
})

test('a record that changes during each try ends in TooManyRequestsException', async () => {
  const { prepared, result } = changing(100)
  await expect(result).rejects.toMatchObject({ name: 'TooManyRequestsException' })
  expect(prepared).toEqual([0, 1, 2])
})
