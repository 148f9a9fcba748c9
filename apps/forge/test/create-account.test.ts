import { afterEach, beforeEach, expect, test } from 'vitest'
import { textOf } from './support/browser.ts'
import { Stage } from './support/forge.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.start()
})
afterEach(() => stage.stop())

const dora = { username: 'dora', email: 'dora@example.com', password: 'correct horse' }

test('an account and its password are stored together or not at all', async () => {
  stage.sql(`CREATE TRIGGER crash BEFORE INSERT ON passwords BEGIN SELECT RAISE(ABORT, 'power cut'); END`)
  await expect(stage.createUser(dora)).rejects.toThrow('power cut')
  expect(stage.sql('SELECT * FROM accounts')).toEqual([])
  stage.sql('DROP TRIGGER crash')
  await stage.createUser(dora)
  expect(textOf(await stage.signInWithPassword('dora', 'correct horse'), 'username')).toBe('@dora')
})

test('one of several accounts with the same username at once is created, with its own password', async () => {
  const made = await Promise.allSettled(
    ['first', 'second', 'third'].map((who) =>
      stage.createUser({ username: 'dora', email: `${who}@example.com`, password: `password of ${who}` }),
    ),
  )
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const winner = ['first', 'second', 'third'][made.findIndex(({ status }) => status === 'fulfilled')]
  expect(textOf(await stage.signInWithPassword('dora', `password of ${winner}`), 'email')).toBe(`${winner}@example.com`)
})
