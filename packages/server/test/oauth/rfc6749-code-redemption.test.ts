import { beforeAll, expect, test } from 'vitest'
import { findAuthorizationCode } from '#records/authorization-codes/authorization-codes'
import type { User } from '#records/users/user'
import { replaceUser } from '#records/users/users'
import { addUser } from '../add-user.ts'
import { claimsOf } from '../claims-of.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { call, codeFor, redeem, userInfo } from './application.ts'

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool()
  user = await addUser(pool)
})

const nothing = [400, { error: 'invalid_grant' }]
const minute = 60_000

test('a code gives tokens of the granted scope', async () => {
  const { status, headers, json } = await redeem(pool, await codeFor(pool, user))
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache', 'access-control-allow-origin': '*' })
  expect(Object.keys(json).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'refresh_token', 'token_type'])
  expect([json.expires_in, json.token_type]).toEqual([3600, 'Bearer'])
  expect(claimsOf(json.access_token)).toMatchObject({
    sub: user.sub,
    client_id: pool.clientId,
    token_use: 'access',
    scope: 'openid email',
    version: 2,
  })
})

test('a code without openid gives no ID token', async () => {
  const client = await pool.addClient({ AllowedOAuthScopes: ['openid', 'aws.cognito.signin.user.admin'] })
  const query = { client_id: client.clientId, scope: 'aws.cognito.signin.user.admin' }
  const { json } = await redeem(pool, await codeFor(pool, user, query), { client_id: client.clientId })
  expect(claimsOf(json.access_token)).toMatchObject({ scope: 'aws.cognito.signin.user.admin' })
  expect(json).not.toHaveProperty('id_token')
})

test('a second use of a code gives nothing and revokes the tokens of the first [A08, F02, B29]', async () => {
  const code = await codeFor(pool, user)
  const first = await redeem(pool, code)
  expect((await userInfo(pool, first.json.access_token)).status).toBe(200)
  pool.clock.advance(30_000)

  const second = await redeem(pool, code)
  expect([second.status, second.json]).toEqual(nothing)
  expect((await userInfo(pool, first.json.access_token)).status).toBe(401)
  const refresh = { grant_type: 'refresh_token', refresh_token: first.json.refresh_token, client_id: pool.clientId }
  expect((await call(pool, '/oauth2/token', { form: refresh })).json).toEqual({ error: 'invalid_grant' })
  expect(pool.log.entries.at(-1)).toMatchObject({ event: 'authorization-code-replayed', level: 'warn' })
})

test('a second use of a code after its lifetime also revokes the tokens [A08]', async () => {
  const code = await codeFor(pool, user)
  const { json } = await redeem(pool, code)
  pool.clock.advance(6 * minute)
  await redeem(pool, code)
  expect((await userInfo(pool, json.access_token)).status).toBe(401)
})

test('of 50 uses of a code at the same time, exactly one gets tokens, and the others revoke them [A09]', async () => {
  const code = await codeFor(pool, user)
  const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(pool, code)))
  const successes = answers.filter(({ status }) => status === 200)
  expect(successes).toHaveLength(1)
  expect(answers.filter(({ json }) => json.error === 'invalid_grant')).toHaveLength(49)
  expect((await userInfo(pool, successes[0]?.json.access_token ?? '')).status).toBe(401)
})

test('another client gets nothing for a code and uses it up [A10, F01]', async () => {
  const other = await pool.addClient()
  const code = await codeFor(pool, user)
  const stolen = await redeem(pool, code, { client_id: other.clientId })
  expect([stolen.status, stolen.json]).toEqual(nothing)
  const owner = await redeem(pool, code)
  expect([owner.status, owner.json]).toEqual(nothing)
})

test('a code expires after five minutes [A12, F03]', async () => {
  const [inTime, late] = [await codeFor(pool, user), await codeFor(pool, user)]
  pool.clock.advance(5 * minute - 1)
  expect((await redeem(pool, inTime)).status).toBe(200)
  pool.clock.advance(1)
  const { status, json } = await redeem(pool, late)
  expect([status, json]).toEqual(nothing)
})

test('a code gives nothing if the redirect URI is not the one of the request', async () => {
  const { clientId } = await pool.addClient({ CallbackURLs: ['https://a.example.com/cb', 'https://b.example.com/cb'] })
  const query = { client_id: clientId, redirect_uri: 'https://a.example.com/cb' }
  for (const redirect_uri of ['https://b.example.com/cb', 'https://a.example.com/cb/']) {
    const { status, json } = await redeem(pool, await codeFor(pool, user, query), { client_id: clientId, redirect_uri })
    expect([status, json]).toEqual(nothing)
  }
})

test.each(['code', 'redirect_uri', 'grant_type'])('a redemption without %s is a bad request', async (name) => {
  const { status, json } = await redeem(pool, await codeFor(pool, user), { [name]: '' })
  expect([status, json]).toEqual([400, { error: 'invalid_request', error_description: `${name} is missing.` }])
})

test('a code that does not exist gives nothing', async () => {
  for (const code of ['x', '00000000-0000-0000-0000-000000000000', "' or 1=1 --", 'ü'.repeat(10_000)]) {
    const { status, json } = await redeem(pool, code)
    expect([status, json]).toEqual(nothing)
  }
})

test('a code gives nothing if an administrator has disabled or deleted the user', async () => {
  const disabled = await addUser(pool)
  const first = await codeFor(pool, disabled)
  await pool.admin.call('AdminDisableUser', { UserPoolId: pool.userPoolId, Username: disabled.username })
  const deleted = await addUser(pool)
  const second = await codeFor(pool, deleted)
  await pool.admin.call('AdminDeleteUser', { UserPoolId: pool.userPoolId, Username: deleted.username })
  for (const code of [first, second]) {
    const { status, json } = await redeem(pool, code)
    expect([status, json]).toEqual(nothing)
  }
})

test('a code that still exists gives nothing if the user is disabled or must reset the password', async () => {
  for (const change of [{ enabled: false }, { status: 'RESET_REQUIRED' }] as const) {
    const person = await addUser(pool)
    const code = await codeFor(pool, person)
    await replaceUser(pool.services.db, { ...person, ...change })
    const { status, json } = await redeem(pool, code)
    expect([status, json]).toEqual(nothing)
  }
})

test('the database stores only a digest of a code', async () => {
  const code = await codeFor(pool, user)
  expect(await findAuthorizationCode(pool.services.db, code)).toBeUndefined()
})

test('a code gives nothing if its client may no longer use the grant', async () => {
  const { clientId } = await pool.addClient()
  const code = await codeFor(pool, user, { client_id: clientId })
  await pool.admin.call('UpdateUserPoolClient', { UserPoolId: pool.userPoolId, ClientId: clientId })
  const { status, json } = await redeem(pool, code, { client_id: clientId })
  expect([status, json.error]).toEqual([400, 'unauthorized_client'])
})
