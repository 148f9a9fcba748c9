import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import { afterCommit, inTransaction } from './transaction.ts'

let db: Database
let ran: string[] = []

beforeEach(async () => {
  db = await openDatabase(':memory:')
  ran = []
})
afterEach(() => db.destroy())

const effect = (name: string) => () => {
  ran.push(name)
}
const write = (transaction: Database, id: string) =>
  transaction.insertInto('key_checks').values({ id, sealed_text: '' }).execute()
const written = async () => (await db.selectFrom('key_checks').select('id').execute()).map(({ id }) => id)

test('effects run once, after the commit, in the order of their registration', async () => {
  let seen: string[] | undefined
  await inTransaction(db, async (transaction) => {
    afterCommit(transaction, effect('first'))
    // The read waits for the connection, so it shows whether the transaction has ended.
    afterCommit(transaction, async () => {
      seen = await written()
    })
    await write(transaction, 'a')
    expect(ran).toEqual([])
  })
  expect(ran).toEqual(['first'])
  await expect.poll(() => seen).toEqual(['a'])
  await inTransaction(db, (transaction) => write(transaction, 'b'))
  expect(ran).toEqual(['first'])
})

test('no effect runs after a rollback', async () => {
  const failed = inTransaction(db, async (transaction) => {
    afterCommit(transaction, effect('never'))
    await write(transaction, 'a')
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(ran).toEqual([])
  expect(await written()).toEqual([])
})

test('an effect of a transaction that joined another one waits for the outer commit', async () => {
  await inTransaction(db, async (outer) => {
    await inTransaction(outer, async (inner) => afterCommit(inner, effect('inner')))
    expect(ran).toEqual([])
    await write(outer, 'a')
  })
  expect(ran).toEqual(['inner'])

  const failed = inTransaction(db, async (outer) => {
    await inTransaction(outer, async (inner) => afterCommit(inner, effect('undone')))
    throw new Error('outer')
  })
  await expect(failed).rejects.toThrow('outer')
  expect(ran).toEqual(['inner'])
})

test('a failed effect does not affect the caller or the other effects', async () => {
  const result = await inTransaction(db, async (transaction) => {
    afterCommit(transaction, () => {
      throw new Error('at once')
    })
    afterCommit(transaction, async () => {
      throw new Error('later')
    })
    afterCommit(transaction, effect('last'))
    return 'kept'
  })
  expect(result).toBe('kept')
  expect(ran).toEqual(['last'])
})

test('an effect without a transaction runs at once, and inTransaction must have opened the transaction', async () => {
  afterCommit(db, effect('now'))
  expect(ran).toEqual(['now'])
  await db.transaction().execute(async (transaction) => {
    expect(() => afterCommit(transaction, effect('lost'))).toThrow(TypeError)
  })
})
