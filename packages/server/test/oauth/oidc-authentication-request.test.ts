import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { User } from '#records/users/user'
import { addUser } from '../add-user.ts'
import { claimsOf } from '../claims-of.ts'
import { callbackUrl, startPool, type TestPool } from '../start-pool.ts'
import { authorize, codeFor, redeem, signedIn, usualQuery, visit } from './application.ts'

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool()
  user = await addUser(pool)
})

let cookies: Record<string, string>
beforeEach(async () => {
  cookies = await signedIn(pool, user)
})

const ask = (more: Record<string, string>, browser = cookies) =>
  authorize(pool, { ...usualQuery(pool), ...more }, { cookies: browser })

describe('prompt', () => {
  test('none without a browser session returns login_required and shows no page [B18]', async () => {
    const seen = await ask({ prompt: 'none', state: 's' }, {})
    expect([seen.status, seen.to]).toEqual([302, callbackUrl])
    expect(Object.fromEntries(seen.query)).toEqual({ error: 'login_required', state: 's' })
  })

  test('none with a browser session gives a code immediately [B19, B23]', async () => {
    expect((await ask({ prompt: 'none', id_token_hint: 'x' })).query.has('code')).toBe(true)
  })

  test.each(['login', 'select_account', 'login consent'])(
    '%s asks for a sign-in although the browser has a session [B17]',
    async (prompt) => {
      expect((await ask({ prompt })).to).toBe('/login')
    },
  )

  test('consent gives a code to a browser that is signed in', async () => {
    expect((await ask({ prompt: 'consent' })).query.has('code')).toBe(true)
  })

  test.each(['none login', 'create', 'NONE'])('the value %s is refused', async (prompt) => {
    expect((await ask({ prompt })).query.get('error')).toBe('invalid_request')
  })
})

describe('max_age', () => {
  test('a user whose sign-in is older must sign in again [B20]', async () => {
    pool.clock.advance(2_000)
    expect((await ask({ max_age: '1' })).to).toBe('/login')
    expect((await ask({ max_age: '1', prompt: 'none' })).query.get('error')).toBe('login_required')
    expect((await ask({ max_age: '0' })).to).toBe('/login')
  })

  test('a user whose sign-in is recent gets a code, and auth_time does not change [B21]', async () => {
    const authTime = pool.clock.now()
    pool.clock.advance(60_000)
    const seen = await ask({ max_age: '10000' })
    const { json } = await redeem(pool, seen.query.get('code') ?? '')
    expect(claimsOf(json.id_token)['auth_time']).toBe(Math.floor(authTime / 1_000))
  })

  test.each(['-1', '1.5', 'x', '1e3', '99999999999'])('the value %s is refused', async (max_age) => {
    expect((await ask({ max_age })).query.get('error')).toBe('invalid_request')
  })
})

describe('a request object [A44]', () => {
  test.each([
    ['request', 'eyJhbGciOiJub25lIn0.e30.', 'request_not_supported'],
    ['request_uri', 'http://169.254.169.254/latest/meta-data', 'request_uri_not_supported'],
    ['request_uri', 'file:///etc/passwd', 'request_uri_not_supported'],
    ['registration', '{}', 'registration_not_supported'],
  ])('%s %s is refused without being read or fetched', async (name, value, error) => {
    const seen = await ask({ [name]: value, state: 's' })
    expect([seen.to, seen.query.get('error'), seen.query.get('state')]).toEqual([callbackUrl, error, 's'])
  })
})

describe('the ID token', () => {
  test('contains user, app client, times and the hash of the access token [B01]', async () => {
    const { json } = await redeem(pool, await codeFor(pool, user, { nonce: 'n-0S6_WzA2Mj' }))
    const claims = claimsOf(json.id_token)
    expect(claims).toMatchObject({
      iss: `https://sign-in.example.com/${pool.userPoolId}`,
      sub: user.sub,
      aud: pool.clientId,
      token_use: 'id',
      nonce: 'n-0S6_WzA2Mj',
      email: user.attributes['email'],
      email_verified: true,
      'cognito:username': user.username,
      at_hash: expect.stringMatching(/^[\w-]{22}$/),
      auth_time: Math.floor(pool.clock.now() / 1_000),
      exp: Math.floor(pool.clock.now() / 1_000) + 3_600,
    })
  })

  test('contains a nonce of 384 characters unchanged [F11]', async () => {
    const nonce = 'n/+ %ü'.repeat(64)
    const { json } = await redeem(pool, await codeFor(pool, user, { nonce }))
    expect(claimsOf(json.id_token)['nonce']).toBe(nonce)
  })

  test('contains no nonce if the request had none [B08, F10]', async () => {
    const { json } = await redeem(pool, await codeFor(pool, user))
    expect(claimsOf(json.id_token)).not.toHaveProperty('nonce')
  })

  test('contains every attribute that the client may read if openid is the only scope', async () => {
    const { json } = await redeem(pool, await codeFor(pool, user, { scope: 'openid' }))
    expect(claimsOf(json.id_token)['email']).toBe(user.attributes['email'])
  })
})

test('a request in a form gives a code [B31]', async () => {
  const seen = await visit(pool, '/oauth2/authorize', { post: usualQuery(pool), cookies })
  expect([seen.status, seen.to, seen.query.has('code')]).toEqual([303, callbackUrl, true])
})

test('an error of the server is logged, and the app client gets server_error without the cause', async () => {
  const broken = await startPool()
  const person = await addUser(broken)
  const browser = await signedIn(broken, person)
  const query = { ...usualQuery(broken), state: 's' }
  const { random } = broken.services
  // The first random bytes are the id of the request, the next ones are the code.
  let taken = 0
  const bytes = random.bytes
  random.bytes = (length) => {
    taken += 1
    if (taken > 1) throw new Error('the secret cause')
    return bytes(length)
  }
  const seen = await authorize(broken, query, { cookies: browser })
  random.bytes = bytes
  expect([seen.status, seen.to]).toEqual([302, callbackUrl])
  expect(Object.fromEntries(seen.query)).toEqual({ error: 'server_error', state: 's' })
  expect(broken.log.entries.at(-1)).toMatchObject({ event: 'oauth-bug', level: 'error' })
  expect(JSON.stringify(broken.log.entries.at(-1))).toContain('the secret cause')
})
