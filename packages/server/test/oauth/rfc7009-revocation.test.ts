import { beforeAll, expect, test } from 'vitest'
import type { User } from '#records/users/user'
import { addUser } from '../add-user.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { basic, call, codeFor, redeem, userInfo } from './application.ts'

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool()
  user = await addUser(pool)
})

const revoke = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  call(pool, '/oauth2/revoke', { form: { client_id: pool.clientId, ...form }, headers })

test('revoking a refresh token also ends its access tokens, and revoking it again is not an error [A41, A61]', async () => {
  const { json } = await redeem(pool, await codeFor(pool, user))
  const { json: other } = await redeem(pool, await codeFor(pool, user))
  for (const _ of [1, 2]) {
    const { status, json: body, headers } = await revoke({ token: json.refresh_token })
    expect([status, body]).toEqual([200, {}])
    expect(headers['access-control-allow-origin']).toBe('*')
  }
  expect((await userInfo(pool, json.access_token)).status).toBe(401)
  const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token, client_id: pool.clientId }
  expect((await call(pool, '/oauth2/token', { form: refresh })).json).toEqual({ error: 'invalid_grant' })
  expect((await userInfo(pool, other.access_token)).status).toBe(200)
})

test('revoking an unknown token is not an error [A41]', async () => {
  expect((await revoke({ token: 'garbage' })).status).toBe(200)
})

test('access tokens and ID tokens can not be revoked [A41]', async () => {
  const { json } = await redeem(pool, await codeFor(pool, user))
  for (const token of [json.access_token, json.id_token]) {
    const response = await revoke({ token })
    expect([response.status, response.json.error]).toEqual([400, 'unsupported_token_type'])
  }
  expect((await userInfo(pool, json.access_token)).status).toBe(200)
})

test('a client can not revoke another client’s token [A41]', async () => {
  const other = await pool.addClient({ GenerateSecret: true })
  const { json } = await redeem(pool, await codeFor(pool, user))
  const response = await revoke(
    { client_id: '', token: json.refresh_token },
    basic(other.clientId, other.clientSecret ?? ''),
  )
  expect([response.status, response.json.error]).toEqual([400, 'unauthorized_client'])
  expect((await userInfo(pool, json.access_token)).status).toBe(200)
})

test('a client with a secret can not revoke a token without the secret', async () => {
  const client = await pool.addClient({ GenerateSecret: true })
  const code = await codeFor(pool, user, { client_id: client.clientId })
  const { json } = await redeem(pool, code, { client_id: '' }, basic(client.clientId, client.clientSecret ?? ''))
  const response = await revoke({ client_id: client.clientId, token: json.refresh_token })
  expect([response.status, response.json]).toEqual([401, { error: 'invalid_client' }])
  expect((await userInfo(pool, json.access_token)).status).toBe(200)
})

test('a request without a token is a bad request', async () => {
  expect(await revoke({})).toMatchObject({ status: 400, json: { error: 'invalid_request' } })
})
