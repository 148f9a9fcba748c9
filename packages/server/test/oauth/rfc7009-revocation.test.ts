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

test('a refresh token ends with all access tokens of its family, and ending it twice is once [A41, A61]', async () => {
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

test('a token that nobody knows counts as ended [A41]', async () => {
  expect((await revoke({ token: 'garbage' })).status).toBe(200)
})

test('access and ID tokens are not revoked here [A41]', async () => {
  const { json } = await redeem(pool, await codeFor(pool, user))
  for (const token of [json.access_token, json.id_token]) {
    const told = await revoke({ token })
    expect([told.status, told.json.error]).toEqual([400, 'unsupported_token_type'])
  }
  expect((await userInfo(pool, json.access_token)).status).toBe(200)
})

test('another client’s token stays [A41]', async () => {
  const other = await pool.addClient({ GenerateSecret: true })
  const { json } = await redeem(pool, await codeFor(pool, user))
  const told = await revoke(
    { client_id: '', token: json.refresh_token },
    basic(other.clientId, other.clientSecret ?? ''),
  )
  expect([told.status, told.json.error]).toEqual([400, 'unauthorized_client'])
  expect((await userInfo(pool, json.access_token)).status).toBe(200)
})

test('without the client’s proof nothing is revoked', async () => {
  const client = await pool.addClient({ GenerateSecret: true })
  const code = await codeFor(pool, user, { client_id: client.clientId })
  const { json } = await redeem(pool, code, { client_id: '' }, basic(client.clientId, client.clientSecret ?? ''))
  const told = await revoke({ client_id: client.clientId, token: json.refresh_token })
  expect([told.status, told.json]).toEqual([401, { error: 'invalid_client' }])
  expect((await userInfo(pool, json.access_token)).status).toBe(200)
})

test('without a token the request is not one', async () => {
  expect(await revoke({})).toMatchObject({ status: 400, json: { error: 'invalid_request' } })
})
