import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { setAppClientExtensions } from '#flows/user-pools/set-client-extensions'
import { changeAppClient, findAppClient } from '#records/app-clients/app-clients'
import { changeUserPool, findUserPool } from '#records/user-pools/user-pools'
import { startPool, type TestPool } from './start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

/** Changes that run at the same time. Each adds a character to the name, so a lost change makes the name too short. */
const changes = Array.from({ length: 20 }, () => (before: { name: string }) => ({ name: `${before.name}+` }))

test('a pool keeps every one of many changes at the same time', async () => {
  const { db } = pool.services
  await changeUserPool(db, pool.userPoolId, (before) => ({ ...before, name: '' }))
  await Promise.all(
    changes.map((change) => changeUserPool(db, pool.userPoolId, (before) => ({ ...before, ...change(before) }))),
  )
  expect((await findUserPool(db, pool.userPoolId))?.name).toBe('+'.repeat(changes.length))
})

test('a client keeps every one of many changes at the same time', async () => {
  const { db } = pool.services
  const { clientId } = await pool.addClient()
  await changeAppClient(db, clientId, (before) => ({ ...before, name: '' }))
  await Promise.all(
    changes.map((change) => changeAppClient(db, clientId, (before) => ({ ...before, ...change(before) }))),
  )
  expect((await findAppClient(db, clientId))?.name).toBe('+'.repeat(changes.length))
})

test('UpdateUserPoolClient and the extensions of the same client do not undo each other', async () => {
  const { clientId } = await pool.addClient()
  const stored = () => findAppClient(pool.services.db, clientId)

  let isUpdating = true
  const updates = async () => {
    try {
      for (let number = 1; number <= 20; number++) {
        const LogoutURLs = [`https://app.example.com/${number}`]
        await pool.admin.call('UpdateUserPoolClient', { UserPoolId: pool.userPoolId, ClientId: clientId, LogoutURLs })
        expect((await stored())?.settings.LogoutURLs).toEqual(LogoutURLs)
      }
    } finally {
      isUpdating = false
    }
  }
  const extensions = async () => {
    for (let userInfoId = true; isUpdating; userInfoId = !userInfoId) {
      await setAppClientExtensions(pool.services, { clientId, extensions: { userInfoId } })
      expect((await stored())?.extensions).toEqual({ userInfoId })
      // SQLite calls are synchronous. Without this pause, the updates would never run.
      await nextTurn()
    }
  }
  await Promise.all([updates(), extensions()])
})

test('a change that throws stores nothing, and a change of an unknown pool or client returns undefined', async () => {
  const { db } = pool.services
  const before = await findUserPool(db, pool.userPoolId)
  const refused = changeUserPool(db, pool.userPoolId, () => {
    throw new RangeError('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  expect(await findUserPool(db, pool.userPoolId)).toEqual(before)
  for (const id of ['none', 'no\u0000ne']) {
    expect(await changeUserPool(db, id, (one) => one)).toBeUndefined()
    expect(await changeAppClient(db, id, (one) => one)).toBeUndefined()
  }
})
