import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { User } from '#records/users/user'
import { addUser } from '../add-user.ts'
import { callbackUrl, startPool, type TestPool } from '../start-pool.ts'
import {
  authorize,
  codeFor,
  encoded,
  type Query,
  redeem,
  signedIn,
  userInfo,
  usualQuery,
  visit,
} from './application.ts'

const goodbye = 'https://app.example.com/goodbye'

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool({ client: { LogoutURLs: [goodbye, `${goodbye}?x=1`] } })
  user = await addUser(pool)
})

let cookies: Record<string, string>
beforeEach(async () => {
  cookies = await signedIn(pool, user)
})

const logout = (query: Query) => visit(pool, `/logout?${encoded(query)}`, { cookies })

const isSignedIn = async (): Promise<boolean> =>
  (await authorize(pool, usualQuery(pool), { cookies })).query.has('code')

test('sign-out ends the browser session, clears its cookie and redirects to the registered address', async () => {
  expect(await isSignedIn()).toBe(true)
  const seen = await logout({ client_id: pool.clientId, logout_uri: goodbye })
  expect([seen.status, seen.headers['location']]).toEqual([302, goodbye])
  expect(seen.headers['set-cookie']).toMatch(/^__Host-poolhouse-[\w-]+=; .*Expires=Thu, 01 Jan 1970/)
  expect(seen.headers['set-cookie']).toMatch(/Path=\/; .*HttpOnly; Secure; SameSite=Lax/)
  expect(await isSignedIn()).toBe(false)
})

test('sign-out with redirect_uri and response_type redirects to the sign-in page of that request', async () => {
  const query = { ...usualQuery(pool), state: 's', scope: 'openid' }
  const seen = await logout(query)
  expect([seen.status, seen.to]).toEqual([302, '/login'])
  expect(Object.fromEntries(seen.query)).toEqual(query)
  expect(await isSignedIn()).toBe(false)
})

test('sign-out without a session redirects in the same way', async () => {
  cookies = {}
  expect((await logout({ client_id: pool.clientId, logout_uri: goodbye })).status).toBe(302)
})

test('sign-out does not revoke tokens', async () => {
  const { json } = await redeem(pool, await codeFor(pool, user))
  await logout({ client_id: pool.clientId, logout_uri: goodbye })
  expect((await userInfo(pool, json.access_token)).status).toBe(200)
})

test.each([
  ['an unregistered address', { logout_uri: 'https://evil.example/' }],
  ['an added query', { logout_uri: `${goodbye}?foo=bar` }],
  ['an added slash', { logout_uri: `${goodbye}/` }],
  ['a callback address', { logout_uri: callbackUrl }],
  ['an unregistered redirect URI', { redirect_uri: 'https://evil.example/', response_type: 'code' }],
  ['a logout address as redirect URI', { redirect_uri: goodbye, response_type: 'code' }],
  ['no parameter', {}],
  ['OpenID’s post_logout_redirect_uri', { post_logout_redirect_uri: goodbye }],
])(
  'sign-out with %s does not redirect and does not end the session [A25]',
  async (_, query: Record<string, string>) => {
    const seen = await logout({ client_id: pool.clientId, ...query })
    expect([seen.status, seen.to]).toEqual([400, undefined])
    expect(seen.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(seen.headers['set-cookie']).toBeUndefined()
    expect(await isSignedIn()).toBe(true)
  },
)

test('sign-out with two addresses, or for an unknown client, does not redirect [A25]', async () => {
  const twice: [string, string][] = [
    ['client_id', pool.clientId],
    ['logout_uri', goodbye],
    ['logout_uri', goodbye],
  ]
  expect((await logout(twice)).status).toBe(400)
  expect((await logout({ client_id: 'unknown', logout_uri: goodbye })).status).toBe(400)
  const other = await pool.addClient()
  expect((await logout({ client_id: other.clientId, logout_uri: goodbye })).status).toBe(400)
  expect(await isSignedIn()).toBe(true)
})

test('sign-out refuses HEAD and POST and does not end the session [A26]', async () => {
  const url = `/logout?${new URLSearchParams({ client_id: pool.clientId, logout_uri: goodbye })}`
  for (const method of ['HEAD', 'POST', 'DELETE'] as const) {
    expect((await pool.server.inject({ method, url, cookies })).statusCode).toBe(405)
  }
  expect(await isSignedIn()).toBe(true)
})
