import { JwtVerifier } from 'aws-jwt-verify'
import { createLocalJWKSet, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { beforeAll, expect, test } from 'vitest'
import type { User } from '#records/users/user'
import { addUser } from '../add-user.ts'
import { callbackUrl, startPool, type TestPool } from '../start-pool.ts'
import { call, codeFor, redeem, signedIn } from './application.ts'

/** These tests use unmodified client libraries. Only their requests go to the server in this process. */

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool({ client: { GenerateSecret: true, LogoutURLs: ['https://app.example.com/goodbye'] } })
  // These libraries use the system clock.
  pool.clock.set(Date.now())
  user = await addUser(pool)
})

const inProcess: client.CustomFetch = async (url, { method, headers, body }) => {
  const { pathname, search } = new URL(url)
  const response = await pool.server.inject({
    method: method as 'GET' | 'POST',
    url: pathname + search,
    headers: { ...headers },
    ...(body === undefined || body === null ? {} : { payload: String(body) }),
  })
  const answered = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
  return new Response(response.rawPayload, { status: response.statusCode, headers: answered })
}

const issuer = (): URL => new URL(`https://sign-in.example.com/${pool.userPoolId}`)

test.each([
  ['a Basic header', client.ClientSecretBasic],
  ['the body', client.ClientSecretPost],
])('openid-client signs a user in with PKCE, state, nonce and max_age, and its secret in %s', async (_, method) => {
  const configuration = await client.discovery(issuer(), pool.clientId, undefined, method(pool.clientSecret), {
    [client.customFetch]: inProcess,
  })
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
  const to = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl,
    scope: 'openid email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    max_age: '300',
  })
  const cookies = await signedIn(pool, user)
  const { headers } = await pool.server.inject({ url: to.pathname + to.search, cookies })
  const tokens = await client.authorizationCodeGrant(configuration, new URL(headers.location ?? ''), {
    pkceCodeVerifier,
    expectedState,
    expectedNonce,
    maxAge: 300,
    idTokenExpected: true,
  })
  expect(tokens.claims()).toMatchObject({ sub: user.sub, email: user.attributes['email'] })

  const info = await client.fetchUserInfo(configuration, tokens.access_token, user.sub)
  expect(info).toMatchObject({ sub: user.sub, username: user.username })
  const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '')
  expect(refreshed.claims()?.sub).toBe(user.sub)
  await client.tokenRevocation(configuration, tokens.refresh_token ?? '')
  await expect(client.refreshTokenGrant(configuration, tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  })
  await expect(client.fetchUserInfo(configuration, tokens.access_token, user.sub)).rejects.toThrow()
})

test('openid-client gets an error if its secret is wrong', async () => {
  const configuration = await client.discovery(issuer(), pool.clientId, undefined, client.ClientSecretPost('wrong'), {
    [client.customFetch]: inProcess,
  })
  await expect(client.refreshTokenGrant(configuration, 'x')).rejects.toMatchObject({ status: 401 })
})

test('aws-jwt-verify and jose accept the tokens with the published keys', async () => {
  const secret = { client_secret: pool.clientSecret ?? '' }
  const { json } = await redeem(pool, await codeFor(pool, user), secret)
  const { json: jwks } = await call(pool, `/${pool.userPoolId}/.well-known/jwks.json`)

  const verifier = JwtVerifier.create({ issuer: issuer().href, audience: pool.clientId })
  verifier.cacheJwks(jwks as unknown as Parameters<typeof verifier.cacheJwks>[0])
  expect(verifier.verifySync(json.id_token)).toMatchObject({ sub: user.sub, token_use: 'id' })

  const keys = createLocalJWKSet(jwks as unknown as Parameters<typeof createLocalJWKSet>[0])
  const { payload } = await jwtVerify(json.access_token, keys, { issuer: issuer().href })
  expect(payload).toMatchObject({ sub: user.sub, client_id: pool.clientId, token_use: 'access' })
})
