import { beforeAll, expect, test } from 'vitest'
import { domainPrefixOf } from '#flows/authorization/pool-of-host'
import type { User } from '#records/users/user'
import { addUser } from '../add-user.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { authorize, call, codeFor, redeem, signedIn, usualQuery, visit } from './application.ts'

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool()
  user = await addUser(pool)
  await pool.admin.call('CreateUserPoolDomain', { UserPoolId: pool.userPoolId, Domain: 'ours' })
  const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
  await pool.admin.call('CreateUserPoolDomain', { UserPoolId: UserPool?.Id ?? '', Domain: 'theirs' })
})

const suffix = 'auth.sign-in.example.com'
const ours = { host: `ours.${suffix}` }
const foreign = [{ host: `theirs.${suffix}` }, { host: `nobodys.${suffix}` }, { host: `.${suffix}` }]

test('a pool’s clients work at the pool’s domain, in any letter case, and at the base address', async () => {
  const cookies = await signedIn(pool, user)
  for (const host of [ours.host, `OURS.${suffix.toUpperCase()}`, 'sign-in.example.com', 'localhost:1234']) {
    const seen = await authorize(pool, usualQuery(pool), { cookies, headers: { host } })
    expect(seen.query.has('code')).toBe(true)
  }
})

test('a pool’s clients do not work at another pool’s domain or at an unknown domain', async () => {
  const cookies = await signedIn(pool, user)
  const { json } = await redeem(pool, await codeFor(pool, user))
  const code = await codeFor(pool, user)
  const bearer = { authorization: `Bearer ${json.access_token}` }
  for (const headers of foreign) {
    const seen = await authorize(pool, usualQuery(pool), { cookies, headers })
    expect([seen.status, seen.to]).toEqual([400, undefined])
    expect((await redeem(pool, code, {}, headers)).status).toBe(401)
    expect((await call(pool, '/oauth2/userInfo', { headers: { ...headers, ...bearer } })).status).toBe(401)
    const logout = `/logout?${new URLSearchParams({ ...usualQuery(pool) })}`
    expect((await visit(pool, logout, { cookies, headers })).status).toBe(400)
  }
  expect((await redeem(pool, code, {}, ours)).status).toBe(200)
})

test('the prefix of a domain is the part before the configured suffix', () => {
  const settings = { publicUrl: 'http://localhost:9229', region: 'us-east-1', accountId: '0', issuer: '' }
  expect(domainPrefixOf(settings, 'a.auth.localhost:9229')).toBe('a')
  expect(domainPrefixOf(settings, 'localhost:9229')).toBeUndefined()
  expect(domainPrefixOf(settings, 'a.auth.localhost:9230')).toBeUndefined()
  expect(domainPrefixOf(settings, undefined)).toBeUndefined()
  const wide = { ...settings, publicUrl: 'https://sign-in.example.com', domainSuffix: 'example.com' }
  expect(domainPrefixOf(wide, 'sign-in.example.com')).toBeUndefined()
  expect(domainPrefixOf(wide, 'a.example.com')).toBe('a')
})
