import { beforeAll, expect, test } from 'vitest'
import { startPool, type TestPool } from '../start-pool.ts'
import { call } from './application.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

const origin = 'https://sign-in.example.com'
const document = async (of: TestPool = pool, headers: Record<string, string> = {}) =>
  await call(of, `/${of.userPoolId}/.well-known/openid-configuration`, { headers })

test('the document names its issuer, the endpoints and what the server supports [C01]', async () => {
  const { status, headers, json } = await document()
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' })
  expect(headers['content-type']).toMatch(/^application\/json/)
  expect(json).toMatchObject({
    issuer: `${origin}/${pool.userPoolId}`,
    authorization_endpoint: `${origin}/oauth2/authorize`,
    token_endpoint: `${origin}/oauth2/token`,
    userinfo_endpoint: `${origin}/oauth2/userInfo`,
    revocation_endpoint: `${origin}/oauth2/revoke`,
    end_session_endpoint: `${origin}/logout`,
    jwks_uri: `${origin}/${pool.userPoolId}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    request_uri_parameter_supported: false,
  })
})

test('the document does not change with the Host header [A88]', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
  expect((await document(pool, headers)).json).toEqual((await document()).json)
})

test('the document names the pool’s domain if a domain suffix is configured', async () => {
  const resolving = await startPool({ settings: { domainSuffix: 'auth.example.com' } })
  expect((await document(resolving)).json['token_endpoint']).toBe(`${origin}/oauth2/token`)
  await resolving.admin.call('CreateUserPoolDomain', { UserPoolId: resolving.userPoolId, Domain: 'ours' })
  const { json } = await document(resolving)
  expect(json['token_endpoint']).toBe('https://ours.auth.example.com/oauth2/token')
  expect(json['issuer']).toBe(`${origin}/${resolving.userPoolId}`)
})

test('the key set contains two public RSA keys and no private part [A62]', async () => {
  const { status, headers, json } = await call(pool, `/${pool.userPoolId}/.well-known/jwks.json`)
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' })
  const keys = json['keys'] as Record<string, string>[]
  expect(keys).toHaveLength(2)
  expect(new Set(keys.map((key) => key['kid'])).size).toBe(2)
  for (const key of keys) {
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    expect(key).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', e: 'AQAB' })
    expect(Buffer.from(key['n'] ?? '', 'base64url')).toHaveLength(256)
  }
})

test.each(['us-east-1_Unknown99', '__proto__', '%00', "'--"])(
  'the pool %s does not exist and is not found',
  async (id) => {
    for (const file of ['openid-configuration', 'jwks.json']) {
      expect((await call(pool, `/${id}/.well-known/${file}`)).status).toBe(404)
    }
  },
)

test('browsers may call the endpoints from other origins', async () => {
  for (const url of [
    '/oauth2/token',
    '/oauth2/revoke',
    '/oauth2/userInfo',
    `/${pool.userPoolId}/.well-known/jwks.json`,
  ]) {
    const headers = { origin: 'https://spa.example.com', 'access-control-request-method': 'POST' }
    const response = await pool.server.inject({ method: 'OPTIONS', url, headers })
    expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([204, '*'])
    expect(response.headers['access-control-allow-headers']).toContain('authorization')
    expect(response.headers['access-control-allow-credentials']).toBeUndefined()
  }
})
