import { beforeAll, describe, expect, test } from 'vitest'
import { setAppClientExtensions } from '#flows/user-pools/set-client-extensions'
import type { User } from '#records/users/user'
import { addUser, password } from '../add-user.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { call, codeFor, redeem, userInfo } from './application.ts'

let pool: TestPool
let user: User
let token: string
let idToken: string
let refreshToken: string
beforeAll(async () => {
  pool = await startPool({ client: { AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile'] } })
  user = await addUser(pool, {
    username: 'ada',
    attributes: {
      email: 'ada@example.com',
      email_verified: 'true',
      phone_number: '+15550100',
      phone_number_verified: 'false',
      given_name: 'Ada',
    },
  })
  const { json } = await redeem(pool, await codeFor(pool, user))
  ;({ access_token: token, id_token: idToken, refresh_token: refreshToken } = json)
})

const bearer = (value: string): Record<string, string> => ({ authorization: `Bearer ${value}` })

const tokenFor = async (scope: string): Promise<string> =>
  (await redeem(pool, await codeFor(pool, user, { scope }))).json.access_token

test('all claims are strings, email_verified too [B05, B10, B12]', async () => {
  const { status, headers, json } = await userInfo(pool, token)
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': '*' })
  expect(headers['content-type']).toMatch(/^application\/json/)
  expect(json).toEqual({
    sub: user.sub,
    username: 'ada',
    email: 'ada@example.com',
    email_verified: 'true',
    phone_number: '+15550100',
    phone_number_verified: 'false',
    given_name: 'Ada',
  })
})

test.each([
  ['openid', ['email', 'email_verified', 'given_name', 'phone_number', 'phone_number_verified', 'sub', 'username']],
  ['openid email', ['email', 'email_verified', 'sub', 'username']],
  ['openid phone', ['phone_number', 'phone_number_verified', 'sub', 'username']],
  ['openid profile', ['given_name', 'sub', 'username']],
])('the scope %s gives the claims %j', async (scope, names) => {
  expect(Object.keys((await userInfo(pool, await tokenFor(scope))).json).sort()).toEqual(names)
})

test('userInfo does not contain attributes that the client may not read', async () => {
  const { clientId } = await pool.addClient({ ReadAttributes: ['given_name'] })
  const code = await codeFor(pool, user, { client_id: clientId })
  const { json } = await redeem(pool, code, { client_id: clientId })
  const response = await userInfo(pool, json.access_token)
  expect(response.json).not.toHaveProperty('email')
})

test('an app client with the userInfoId extension gets the sub as id too', async () => {
  const { clientId } = await pool.addClient()
  await setAppClientExtensions(pool.services, { clientId, extensions: { userInfoId: true } })
  const { json } = await redeem(pool, await codeFor(pool, user, { client_id: clientId }), { client_id: clientId })
  expect((await userInfo(pool, json.access_token)).json).toMatchObject({ id: user.sub, sub: user.sub })
  expect((await userInfo(pool, token)).json).not.toHaveProperty('id')
})

describe('the request', () => {
  test.each(['/oauth2/userInfo', '/oauth2/userinfo', '/oauth2/UserInfo', '/oauth2/USERINFO'])(
    'works at %s',
    async (url) => {
      expect((await call(pool, url, { headers: bearer(token) })).status).toBe(200)
    },
  )

  test('works by POST with the token in the header or in the body [B06, B07]', async () => {
    const inHeader = await call(pool, '/oauth2/userInfo', { method: 'POST', headers: bearer(token) })
    const inBody = await call(pool, '/oauth2/userInfo', { form: { access_token: token } })
    expect([inHeader.status, inBody.status]).toEqual([200, 200])
  })

  test('accepts Bearer in any letter case [F12]', async () => {
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
      const headers = { authorization: `${scheme} ${token}` }
      expect((await call(pool, '/oauth2/userInfo', { headers })).status).toBe(200)
    }
  })

  test.each([
    ['in the query', `?access_token=ACCESS`, undefined],
    ['in the query of a POST', `?access_token=ACCESS`, { access_token: 'ACCESS' }],
    ['in the header and in the query', `?access_token=ACCESS&h`, undefined],
  ])('refuses a token %s [A42]', async (_, query, form) => {
    const url = `/oauth2/userInfo${query.replace('ACCESS', token)}`
    const headers: Record<string, string> = query.endsWith('&h') ? bearer(token) : {}
    const { status, json } = await call(pool, url, { headers, ...(form ? { form: { access_token: token } } : {}) })
    expect([status, json.error]).toEqual([400, 'invalid_request'])
  })

  test('refuses a token in the header and one in the body [A42]', async () => {
    const response = await call(pool, '/oauth2/userInfo', { headers: bearer(token), form: { access_token: token } })
    expect([response.status, response.json.error]).toEqual([400, 'invalid_request'])
  })

  test('without a token is a bad request', async () => {
    for (const headers of [{}, { authorization: 'Bearer' }, { authorization: `Basic ${token}` }]) {
      const response = await call(pool, '/oauth2/userInfo', { headers })
      expect(response).toMatchObject({
        status: 400,
        json: { error: 'invalid_request', error_description: 'Bad OAuth2 request at UserInfo Endpoint' },
      })
      expect(response.headers['www-authenticate']).toMatch(/^Bearer error="invalid_request"/)
    }
  })
})

describe('userInfo refuses', () => {
  const refused = async (value: string): Promise<void> => {
    const { status, headers, json } = await userInfo(pool, value)
    expect([status, json.error]).toEqual([401, 'invalid_token'])
    expect(headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/)
  }

  test('a token of the API, because it lacks the scope openid [A57]', async () => {
    const { AuthenticationResult } = await pool.api.call('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool.clientId,
      AuthParameters: { USERNAME: 'ada', PASSWORD: password },
    })
    await refused(AuthenticationResult?.AccessToken ?? '')
  })

  test('an ID token and a refresh token [A56]', async () => {
    await refused(idToken)
    await refused(refreshToken)
  })

  test('a token without a signature [A50]', async () => {
    const payload = token.split('.')[1]
    for (const alg of ['none', 'None', 'nOnE', 'HS256']) {
      const header = Buffer.from(JSON.stringify({ alg })).toString('base64url')
      await refused(`${header}.${payload}.`)
      await refused(`${header}.${payload}.${token.split('.')[2]}`)
    }
  })

  test.each([
    ['the path of a file as key id [A52]', { kid: '../../etc/passwd' }],
    ['SQL as key id [A52]', { kid: "' or 1=1--" }],
    ['__proto__ as key id [A52]', { kid: '__proto__' }],
    ['a number as key id [A52]', { kid: 1 }],
    ['a key id of 10,000 characters [A52]', { kid: 'k'.repeat(10_000) }],
    ['no key id [A52]', { kid: undefined }],
    ['the address of a key set [A53]', { jku: 'http://169.254.169.254/' }],
    ['a key [A53]', { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }],
    ['a critical extension [A53]', { crit: ['b64'], b64: false }],
  ])('a token whose header has %s', async (_, changes) => {
    const [header = '', payload, signature] = token.split('.')
    const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...changes }
    await refused(`${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${payload}.${signature}`)
  })

  test('a token whose client_id contains a NUL [A58, A70]', async () => {
    const payload = Buffer.from(JSON.stringify({ client_id: 'a\u0000b' })).toString('base64url')
    await refused(`${token.split('.')[0]}.${payload}.${token.split('.')[2]}`)
  })

  test('a token with a changed character [A58]', async () => {
    const [header, payload = '', signature = ''] = token.split('.')
    await refused(`${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`)
    await refused(`${header}.${payload}=.${signature}`)
    await refused(`${header}.${payload}.${signature}.${signature}.x`)
    await refused('x')
  })

  test('a token that has expired [A54]', async () => {
    const late = await tokenFor('openid')
    pool.clock.advance(60 * 60_000)
    await refused(late)
    pool.clock.advance(-60 * 60_000)
  })

  test('a token of a user who is disabled or deleted [A61]', async () => {
    const gone = await addUser(pool)
    const { json } = await redeem(pool, await codeFor(pool, gone))
    const named = { UserPoolId: pool.userPoolId, Username: gone.username }
    await pool.admin.call('AdminDisableUser', named)
    await refused(json.access_token)
    await pool.admin.call('AdminDeleteUser', named)
    await refused(json.access_token)
  })
})
