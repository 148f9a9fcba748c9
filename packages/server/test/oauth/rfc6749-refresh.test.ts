import { beforeAll, expect, test } from 'vitest'
import type { User } from '#records/users/user'
import { addUser, password } from '../add-user.ts'
import { claimsOf } from '../claims-of.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { basic, call, codeFor, redeem, userInfo } from './application.ts'

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool()
  user = await addUser(pool)
})

const day = 24 * 60 * 60_000

const refresh = (refresh_token: string, more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  call(pool, '/oauth2/token', {
    form: { grant_type: 'refresh_token', refresh_token, client_id: pool.clientId, ...more },
    headers,
  })

test('a refresh token gives new tokens of the same sign-in any number of times [B37]', async () => {
  const { json: first } = await redeem(pool, await codeFor(pool, user, { nonce: 'n' }))
  pool.clock.advance(60_000)
  const { status, json } = await refresh(first.refresh_token)
  expect(status).toBe(200)
  expect(Object.keys(json).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'token_type'])
  const [before, after] = [claimsOf(first.id_token), claimsOf(json.id_token)]
  for (const same of ['sub', 'iss', 'aud', 'auth_time', 'origin_jti']) expect(after[same]).toBe(before[same])
  expect(after['iat']).toBe(Number(before['iat']) + 60)
  expect(after['jti']).not.toBe(before['jti'])
  expect((await refresh(first.refresh_token)).status).toBe(200)
})

test('a refresh may ask for fewer scopes but not for more [A30]', async () => {
  const { json: first } = await redeem(pool, await codeFor(pool, user, { scope: 'openid' }))
  const more = await refresh(first.refresh_token, { scope: 'openid email' })
  expect([more.status, more.json.error]).toEqual([400, 'invalid_scope'])

  const { json: both } = await redeem(pool, await codeFor(pool, user, { scope: 'openid email' }))
  const { json: fewer } = await refresh(both.refresh_token, { scope: 'openid' })
  expect(claimsOf(fewer.access_token)).toMatchObject({ scope: 'openid' })
})

test('another client’s refresh token gives nothing [A38, F17]', async () => {
  const other = await pool.addClient({ GenerateSecret: true })
  const { json: mine } = await redeem(pool, await codeFor(pool, user))
  const response = await refresh(mine.refresh_token, { client_id: '' }, basic(other.clientId, other.clientSecret ?? ''))
  expect([response.status, response.json]).toEqual([400, { error: 'invalid_grant' }])
  expect((await refresh(mine.refresh_token)).status).toBe(200)
})

test('a refresh token gives nothing without the client’s secret [F17]', async () => {
  const client = await pool.addClient({ GenerateSecret: true })
  const code = await codeFor(pool, user, { client_id: client.clientId })
  const { json } = await redeem(pool, code, { client_id: '' }, basic(client.clientId, client.clientSecret ?? ''))
  expect((await refresh(json.refresh_token, { client_id: client.clientId })).status).toBe(401)
})

test('a refresh token ends after its lifetime, even if it was used before [A40]', async () => {
  const { json } = await redeem(pool, await codeFor(pool, user))
  pool.clock.advance(29 * day)
  expect((await refresh(json.refresh_token)).status).toBe(200)
  pool.clock.advance(day)
  const response = await refresh(json.refresh_token)
  expect([response.status, response.json]).toEqual([400, { error: 'invalid_grant' }])
})

test('a global sign-out ends refresh tokens, access tokens and codes [A61]', async () => {
  const gone = await addUser(pool)
  const { json } = await redeem(pool, await codeFor(pool, gone))
  const open = await codeFor(pool, gone)
  await pool.admin.call('AdminUserGlobalSignOut', { UserPoolId: pool.userPoolId, Username: gone.username })
  expect((await refresh(json.refresh_token)).json).toEqual({ error: 'invalid_grant' })
  expect((await userInfo(pool, json.access_token)).status).toBe(401)
  expect((await redeem(pool, open)).json).toEqual({ error: 'invalid_grant' })
})

test('a refresh of a sign-in through the API keeps its scope', async () => {
  const { AuthenticationResult } = await pool.api.call('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: pool.clientId,
    AuthParameters: { USERNAME: user.username, PASSWORD: password },
  })
  const { status, json } = await refresh(AuthenticationResult?.RefreshToken ?? '')
  expect(status).toBe(200)
  expect(claimsOf(json.access_token)['scope']).toBe('aws.cognito.signin.user.admin')
  expect(claimsOf(json.access_token)).not.toHaveProperty('version')
})

test('text that is not a refresh token gives nothing', async () => {
  const { json } = await redeem(pool, await codeFor(pool, user))
  for (const token of ['x', json.access_token, json.id_token]) {
    expect((await refresh(token)).json).toEqual({ error: 'invalid_grant' })
  }
  expect((await refresh('')).json).toMatchObject({ error: 'invalid_request' })
})
