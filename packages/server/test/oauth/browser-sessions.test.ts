import { beforeAll, expect, test } from 'vitest'
import {
  browserSessionLifetime,
  endBrowserSession,
  findSignedInUser,
  withBrowserSession,
} from '#flows/browser-sessions/browser-session'
import { browserSessionCookie } from '#flows/browser-sessions/cookie'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { findBrowserSession } from '#records/browser-sessions/browser-sessions'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { inTransaction } from '#storage/transaction'
import { addUser } from '../add-user.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { authorize, startBrowserSession, usualQuery } from './application.ts'

let test1: TestPool
let pool: UserPool
let user: User
beforeAll(async () => {
  test1 = await startPool()
  pool = await loadUserPool(test1.services, test1.userPoolId)
  user = await addUser(test1)
})

const start = async (of: User = user) => {
  const { value } = await startBrowserSession(test1.services, { pool, user: of, authTime: test1.clock.now() })
  return value
}
const whoIs = (value: string | undefined, of: UserPool = pool) => findSignedInUser(test1.services, { pool: of, value })

test('the value of a browser session signs a browser in for an hour', async () => {
  const authTime = test1.clock.now() - 1
  const { value, expiresAt } = await startBrowserSession(test1.services, { pool, user, authTime })
  expect(await whoIs(value)).toMatchObject({ user: { sub: user.sub }, authTime })
  expect(expiresAt).toBe(test1.clock.now() + browserSessionLifetime)
  test1.clock.advance(browserSessionLifetime)
  expect(await whoIs(value)).toBeUndefined()
})

test('the database stores only a digest of the value', async () => {
  expect(await findBrowserSession(test1.services.db, await start())).toBeUndefined()
})

test('every sign-in gives a new value and ends the session that the browser had before [A104]', async () => {
  const before = await start()
  const completed = await withBrowserSession(test1.services, { replaces: before })({
    pool,
    user,
    authTime: test1.clock.now(),
  })
  expect(completed.outcome.value).not.toBe(before)
  expect(await whoIs(completed.outcome.value)).toBeUndefined()
  await inTransaction(test1.services.db, (transaction) => completed.store(transaction))
  expect(await whoIs(completed.outcome.value)).toMatchObject({ user: { sub: user.sub } })
  expect(await whoIs(before)).toBeUndefined()
})

test('a value that the server did not make signs no user in [A104]', async () => {
  for (const value of ['', 'planted', 'x'.repeat(10_000), undefined]) expect(await whoIs(value)).toBeUndefined()
})

test('a session of one pool is not valid in another pool', async () => {
  const { UserPool } = await test1.admin.call('CreateUserPool', { PoolName: 'other' })
  const other = await loadUserPool(test1.services, UserPool?.Id ?? '')
  expect(await whoIs(await start(), other)).toBeUndefined()
})

test('a session ends when the user is disabled, signed out everywhere or deleted', async () => {
  const person = await addUser(test1)
  const named = { UserPoolId: test1.userPoolId, Username: person.username }
  const value = await start(person)
  await test1.admin.call('AdminDisableUser', named)
  expect(await whoIs(value)).toBeUndefined()
  await test1.admin.call('AdminEnableUser', named)
  const later = await start(person)
  await test1.admin.call('AdminUserGlobalSignOut', named)
  expect(await whoIs(later)).toBeUndefined()
  const last = await start(person)
  await test1.admin.call('AdminDeleteUser', named)
  expect(await whoIs(last)).toBeUndefined()
})

test('ending a session a second time is not an error', async () => {
  const value = await start()
  await endBrowserSession(test1.services, { value })
  await endBrowserSession(test1.services, { value })
  expect(await whoIs(value)).toBeUndefined()
})

test('the name of the cookie contains the pool, and scripts and other hosts can not read the cookie', () => {
  expect(browserSessionCookie('us-east-1_AbC123xyz', { secure: true })).toEqual({
    name: '__Host-poolhouse-us-east-1_AbC123xyz',
    attributes: { path: '/', httpOnly: true, sameSite: 'lax', secure: true },
  })
  expect(browserSessionCookie('us-east-1_AbC123xyz', { secure: false }).name).toBe('poolhouse-us-east-1_AbC123xyz')
})

test('the server ignores the value in a cookie of another name', async () => {
  const value = await start()
  const seen = await authorize(test1, usualQuery(test1), { cookies: { [`poolhouse-${pool.id}`]: value } })
  expect(seen.to).toBe('/login')
})
