import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Application, application, failureOf } from './application.ts'
import { json, type LoopbackProvider, loopbackProvider } from './loopback-provider.ts'

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>

let keys: KeyPair
let otherKeys: KeyPair
beforeAll(async () => {
  keys = await generateKeyPair('RS256')
  otherKeys = await generateKeyPair('RS256')
})

let provider: LoopbackProvider
let issuer: string
let app: Application
beforeEach(async () => {
  provider = await loopbackProvider()
  issuer = `${provider.url}/us-east-1_AbC123xyz`
  provider.answers.set('/us-east-1_AbC123xyz/.well-known/openid-configuration', json(metadata()))
  provider.answers.set(
    '/jwks',
    json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] }),
  )
  app = application({ providers: [{ name: 'cognito', app_id: 'client-1', app_secret: 'secret-1', args: { issuer } }] })
})
afterEach(() => provider.close())

function metadata() {
  return {
    issuer,
    jwks_uri: `${provider.url}/jwks`,
    authorization_endpoint: `${provider.url}/oauth2/authorize`,
    token_endpoint: `${provider.url}/oauth2/token`,
    userinfo_endpoint: `${provider.url}/oauth2/userInfo`,
  }
}

/** Signs in with a valid ID token after `changes`. */
async function signIn(changes: JWTPayload = {}, { signWith = keys.privateKey, params = {} } = {}) {
  const location = await app.begin()
  const seconds = app.time.now / 1000
  const claims = {
    iss: issuer,
    aud: 'client-1',
    sub: 'sub-1',
    token_use: 'id',
    iat: seconds,
    exp: seconds + 3600,
    nonce: location.searchParams.get('nonce'),
    ...changes,
  }
  const idToken = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(signWith)
  provider.answers.set(
    '/oauth2/token',
    json({ access_token: 'access-1', id_token: idToken, token_type: 'Bearer', expires_in: 3600 }),
  )
  const response = await app.comeBack({ code: 'c', state: location.searchParams.get('state') ?? '', ...params })
  return { response, location }
}

test('a sign-in uses discovery, PKCE, nonce and a validated ID token, and the uid is the sub', async () => {
  const { response, location } = await signIn()
  expect(await response?.text()).toBe('welcome')
  expect(location.href).toContain(`${provider.url}/oauth2/authorize?client_id=client-1&code_challenge=`)
  expect(location.searchParams.get('scope')).toBe('openid email')
  expect(location.searchParams.get('code_challenge_method')).toBe('S256')
  expect(app.successes[0]?.auth).toMatchObject({
    provider: 'cognito',
    uid: 'sub-1',
    info: { email: 'jane@example.com' },
  })
  const token = provider.seen.find((request) => request.path === '/oauth2/token')
  expect(new URLSearchParams(token?.body).get('code_verifier')).toMatch(/^[0-9a-f]{128}$/)
  expect(token?.headers.authorization).toBe(`Basic ${btoa('client-1:secret-1')}`)
})

test('metadata and keys are fetched once', async () => {
  await signIn()
  await signIn()
  const asked = provider.seen.map((request) => request.path)
  expect(asked.filter((path) => path.endsWith('openid-configuration'))).toHaveLength(1)
  expect(asked.filter((path) => path === '/jwks')).toHaveLength(1)
})

describe('a sign-in fails with invalid_credentials for', () => {
  test.each([
    ['another nonce [A20]', { nonce: 'other' }],
    ['no nonce [A20]', { nonce: undefined }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'client-2' }],
    ['several audiences with another azp', { aud: ['client-1', 'client-2'], azp: 'client-2' }],
    ['an expired ID token', { exp: 1_600_000_000 }],
    ['an access token', { token_use: 'access' }],
    ['no sub', { sub: undefined }],
    ['a blank sub', { sub: ' ' }],
  ])('%s', async (_, changes) => {
    expect(failureOf((await signIn(changes as JWTPayload)).response)).toBe('invalid_credentials')
    expect(app.successes).toEqual([])
    expect(provider.seen.map((request) => request.path)).not.toContain('/oauth2/userInfo')
  })

  test('the ID token of an earlier sign-in, replayed [A20]', async () => {
    const earlier = (await app.begin()).searchParams.get('nonce')
    expect(failureOf((await signIn({ nonce: earlier })).response)).toBe('invalid_credentials')
  })

  test('a signature of another key', async () => {
    expect(failureOf((await signIn({}, { signWith: otherKeys.privateKey })).response)).toBe('invalid_credentials')
  })

  test('no ID token', async () => {
    const state = (await app.begin()).searchParams.get('state') ?? ''
    expect(failureOf(await app.comeBack({ code: 'c', state }))).toBe('invalid_credentials')
  })

  test.each([{ sub: 'sub-2' }, { email: 'jane@example.com' }, { sub: ['sub-1'] }])(
    'user info about %j [A22]',
    async (document) => {
      provider.answers.set('/oauth2/userInfo', json(document))
      expect(failureOf((await signIn()).response)).toBe('invalid_credentials')
      expect(app.successes).toEqual([])
    },
  )

  test('an answer that names another issuer [A18]', async () => {
    const { response } = await signIn({}, { params: { iss: 'https://evil.example' } })
    expect(failureOf(response)).toBe('invalid_credentials')
    expect(provider.seen.map((request) => request.path)).not.toContain('/oauth2/token')
  })

  test('a discovery document that names another issuer, before a key is fetched [A21]', async () => {
    provider.answers.set(
      '/us-east-1_AbC123xyz/.well-known/openid-configuration',
      json({ ...metadata(), issuer: `${issuer}/` }),
    )
    expect(failureOf(await app.request('/users/auth/cognito', { method: 'POST' }))).toBe('invalid_credentials')
    expect(provider.seen.map((request) => request.path)).not.toContain('/jwks')
    provider.answers.set('/us-east-1_AbC123xyz/.well-known/openid-configuration', json(metadata()))
    expect((await app.begin()).pathname).toBe('/oauth2/authorize')
  })
})

test('user_pool_id names a pool on AWS, and a configuration without issuer and id is refused', async () => {
  const asked: string[] = []
  const fetch = async (url: unknown) => {
    asked.push(String(url))
    return new Response('', { status: 500 })
  }
  const base = { name: 'cognito', app_id: 'a', app_secret: 'b' }
  const aws = application({ fetch, providers: [{ ...base, args: { user_pool_id: 'eu-west-1_AbC123xyz' } }] })
  await aws.request('/users/auth/cognito', { method: 'POST' })
  expect(asked).toEqual([
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123xyz/.well-known/openid-configuration',
  ])
  expect(() => application({ providers: [{ ...base, args: {} }] })).toThrow('issuer is missing')
  expect(() => application({ providers: [{ ...base, args: { issuer: 'https://x.test', scope: 'email' } }] })).toThrow(
    'lacks openid',
  )
})

describe('Cognito in addition to OpenID Connect', () => {
  const appWith = (args: Record<string, unknown>) =>
    application({ providers: [{ name: 'cognito', app_id: 'client-1', app_secret: 'secret-1', args }] })

  test('accepts its own parameters from the configuration, and login_hint and lang from the query', async () => {
    app = appWith({ issuer, identity_provider: 'Google', allow_authorize_params: ['idp_identifier'] })
    const location = await app.begin('/users/auth/cognito?lang=de&login_hint=jane&idp_identifier=corp&prompt=none')
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      identity_provider: 'Google',
      idp_identifier: 'corp',
      lang: 'de',
      login_hint: 'jane',
    })
    expect(location.searchParams.has('prompt')).toBe(false)
  })

  test("signs out at Cognito's /logout, with client_id and logout_uri", async () => {
    app = appWith({ issuer, client_options: { site: 'https://auth.example.com' } })
    const url = await app.auth.signOutUrl('cognito', { returnTo: '/users/sign_in', idToken: 'x', state: 's' })
    expect(url).toBe(
      'https://auth.example.com/logout?client_id=client-1&logout_uri=http%3A%2F%2Fapp.test%3A3000%2Fusers%2Fsign_in',
    )
  })

  test('uses the endpoints of the domain in client_options, not those of discovery', async () => {
    app = appWith({ issuer, client_options: { site: 'https://auth.example.com' } })
    expect(await app.auth.facts('cognito')).toMatchObject({
      issuer,
      authorizeUrl: 'https://auth.example.com/oauth2/authorize',
      tokenUrl: 'https://auth.example.com/oauth2/token',
      userInfoUrl: 'https://auth.example.com/oauth2/userInfo',
      jwksUri: `${provider.url}/jwks`,
    })
  })
})
