import { base64url } from 'jose'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Application } from '../application.ts'
import { publicJwk, type SigningKey, signingKey, type TestProvider, testProvider } from './provider.ts'
import { type Attempt, applicationOf, attempt, openidBlock } from './sign-in.ts'

/**
 * The modules of the OpenID Foundation's test plans for relying parties (basic, config, refresh token). The titles have
 * their names.
 * @see https://openid.net/certification/connect_rp_testing/
 */

let first: SigningKey
let second: SigningKey
beforeAll(async () => {
  first = await signingKey('k1')
  second = await signingKey('k2')
})

let provider: TestProvider
let app: Application
beforeEach(async () => {
  provider = await testProvider('https://op.test/tenant', { key: first, now: () => 1_800_000_000_000 })
  app = applicationOf(provider, openidBlock(provider.issuer))
})
const signIn = () => attempt(app, provider)

/** Expects a refusal, no signed-in person, and no more requests after the ID token. */
function expectRefusal({ failure }: Attempt) {
  expect(failure).toBe('invalid_credentials')
  expect(app.successes).toEqual([])
  expect(provider.paths()).not.toContain('/tenant/userinfo')
}

describe('oidcc-client-basic-certification-test-plan', () => {
  test('oidcc-client-test', async () => {
    const { response, asked } = await signIn()
    expect(await response?.text()).toBe('welcome')
    expect(`${asked.origin}${asked.pathname}`).toBe('https://op.test/tenant/authorize')
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      client_id: 'client-1',
      response_type: 'code',
      scope: 'openid profile email',
      redirect_uri: 'https://app.test/users/auth/openid_connect/callback',
      code_challenge_method: 'S256',
    })
    expect(app.successes[0]?.auth).toMatchObject({ provider: 'openid_connect', uid: 'sub-1' })
  })

  test('oidcc-client-test-invalid-iss', async () => {
    provider.plan = { claims: { iss: 'https://op.test/tenant/' } }
    expectRefusal(await signIn())
  })

  test('oidcc-client-test-missing-sub', async () => {
    provider.plan = { claims: { sub: undefined } }
    expectRefusal(await signIn())
  })

  test.each([['client-2'], [['client-2', 'client-3']], ['']])('oidcc-client-test-invalid-aud: %j', async (aud) => {
    provider.plan = { claims: { aud } }
    expectRefusal(await signIn())
  })

  test('oidcc-client-test-missing-iat', async () => {
    provider.plan = { claims: { iat: undefined } }
    expectRefusal(await signIn())
  })

  test('oidcc-client-test-kid-absent-single-jwks: is accepted', async () => {
    provider.plan = { header: { kid: undefined } }
    expect((await signIn()).failure).toBeNull()
    expect(app.successes).toHaveLength(1)
  })

  test('oidcc-client-test-kid-absent-multiple-jwks: is refused, which the module allows', async () => {
    provider.jwks = [await publicJwk(first), await publicJwk(second)]
    provider.plan = { header: { kid: undefined } }
    expectRefusal(await signIn())
  })

  test('oidcc-client-test-idtoken-sig-rs256', async () => {
    await signIn()
    expect(app.successes[0]?.auth.uid).toBe('sub-1')
    expect(provider.paths()).toContain('/tenant/jwks')
  })

  // The module also accepts a client that accepts unsigned ID tokens from the token endpoint. omniauth never does.
  test('oidcc-client-test-idtoken-sig-none: is refused, even if the metadata allows it', async () => {
    provider.metadata = { id_token_signing_alg_values_supported: ['none', 'RS256'] }
    provider.plan = { idToken: unsigned }
    expectRefusal(await signIn())
  })

  test('oidcc-client-test-invalid-sig-rs256', async () => {
    provider.plan = { key: { ...second, kid: 'k1' } }
    expectRefusal(await signIn())
  })

  test('oidcc-client-test-userinfo-bearer-header', async () => {
    await signIn()
    const asked = provider.requests.find(({ url }) => url.endsWith('/userinfo'))
    expect(asked?.method).toBe('GET')
    expect(asked?.headers.get('authorization')).toBe('Bearer access-1')
  })

  test('oidcc-client-test-userinfo-bearer-body', async () => {
    app = applicationOf(provider, openidBlock(provider.issuer, { user_info_token: 'body' }))
    await signIn()
    const asked = provider.requests.find(({ url }) => url.endsWith('/userinfo'))
    expect(asked?.method).toBe('POST')
    expect(asked?.headers.get('authorization')).toBeNull()
    expect(provider.form('/userinfo').get('access_token')).toBe('access-1')
    expect(app.successes[0]?.auth.info).toMatchObject({ name: 'Jane Doe' })
  })

  test.each([{ sub: 'sub-2' }, { sub: undefined }, { sub: ['sub-1'] }, { sub: '' }])(
    'oidcc-client-test-userinfo-invalid-sub: %j',
    async (document) => {
      provider.userInfo = document
      expect((await signIn()).failure).toBe('invalid_credentials')
      expect(app.successes).toEqual([])
    },
  )

  test.each(['another', '', undefined])('oidcc-client-test-nonce-invalid: %j', async (nonce) => {
    provider.plan = { claims: { nonce } }
    expectRefusal(await signIn())
  })

  test('oidcc-client-test-scope-userinfo-claims', async () => {
    provider.userInfo = {
      sub: 'sub-1',
      name: 'Jane Doe',
      given_name: 'Jane',
      family_name: 'Doe',
      preferred_username: 'jane',
      email: 'jane@example.com',
      email_verified: false,
      phone_number: '+44 20',
      address: { locality: 'London', country: 'UK' },
    }
    const { asked } = await signIn()
    expect(asked.searchParams.get('scope')?.split(' ')).toEqual(['openid', 'profile', 'email'])
    expect(app.successes[0]?.auth.info).toEqual({
      name: 'Jane Doe',
      first_name: 'Jane',
      last_name: 'Doe',
      nickname: 'jane',
      email: 'jane@example.com',
      phone: '+44 20',
      address: { locality: 'London', country: 'UK' },
    })
    expect(app.successes[0]?.auth.extra.raw_info).toMatchObject({ email_verified: false })
  })

  test('oidcc-client-test-client-secret-basic', async () => {
    const block = { client_auth_method: 'basic', client_options: { identifier: 'client:1', secret: 'Ü %&+s' } }
    provider = await testProvider(provider.issuer, { key: first, now: provider.now, clientId: 'client:1' })
    app = applicationOf(provider, openidBlock(provider.issuer, block))
    expect((await signIn()).failure).toBeNull()
    const token = provider.requests.find(({ url }) => url.endsWith('/token'))
    // RFC 6749 2.3.1: the client form-encodes id and secret before it joins them.
    expect(atob(token?.headers.get('authorization')?.replace('Basic ', '') ?? '')).toBe('client%3A1:%C3%9C+%25%26%2Bs')
    expect([...provider.form('/token').keys()]).not.toContain('client_secret')
  })
})

describe('oidcc-client-config-certification-test-plan', () => {
  test('oidcc-client-test-discovery-openid-config', async () => {
    await signIn()
    expect(provider.paths()[0]).toBe('/tenant/.well-known/openid-configuration')
    await signIn()
    expect(provider.paths().filter((path) => path.endsWith('openid-configuration'))).toHaveLength(1)
  })

  test('oidcc-client-test-discovery-jwks-uri-keys', async () => {
    await signIn()
    await signIn()
    expect(provider.paths().filter((path) => path.endsWith('/jwks'))).toHaveLength(1)
    expect(app.successes).toHaveLength(2)
  })

  test('oidcc-client-test-discovery-issuer-mismatch: is refused before a key is fetched [A21]', async () => {
    provider.metadata = { issuer: 'https://op.test/other' }
    const begun = await app.request('/users/auth/openid_connect', { method: 'POST' })
    expect(begun?.headers.get('location')).toContain('message=invalid_credentials')
    expect(provider.paths()).toEqual(['/tenant/.well-known/openid-configuration'])
  })

  test('oidcc-client-test-idtoken-sig-none: is refused', async () => {
    provider.plan = { idToken: unsigned }
    expectRefusal(await signIn())
  })

  test('oidcc-client-test-signing-key-rotation', async () => {
    await signIn()
    provider.key = second
    provider.jwks = [await publicJwk(second)]
    expect((await signIn()).failure).toBeNull()
    expect(app.successes).toHaveLength(2)
    expect(provider.paths().filter((path) => path.endsWith('/jwks'))).toHaveLength(2)
  })

  test('oidcc-client-test-signing-key-rotation-just-before-signing', async () => {
    await signIn()
    const asked = await app.begin('/users/auth/openid_connect')
    provider.asked = asked
    // The provider adds the new key when it signs the token. The old key is still published.
    provider.key = second
    provider.jwks = [await publicJwk(first), await publicJwk(second)]
    const state = asked.searchParams.get('state') ?? ''
    const response = await app.comeBack({ code: 'c', state }, '/users/auth/openid_connect/callback')
    expect(await response?.text()).toBe('welcome')
  })

  test('unknown keys cause at most one request for keys a minute', async () => {
    await signIn()
    provider.plan = { key: second }
    for (let turn = 0; turn < 5; turn++) expect((await signIn()).failure).toBe('invalid_credentials')
    expect(provider.paths().filter((path) => path.endsWith('/jwks'))).toHaveLength(2)
    app.time.now += 61_000
    await signIn()
    expect(provider.paths().filter((path) => path.endsWith('/jwks'))).toHaveLength(3)
  })
})

describe('oidcc-client-refreshtoken-test-plan', () => {
  const refresh = (idToken?: string) => {
    const [strategy] = app.auth.providers
    return app.auth.refreshTokens(strategy?.name ?? '', { refreshToken: 'refresh-1', idToken })
  }

  test('oidcc-client-test-refresh-token', async () => {
    await signIn()
    const held = app.successes[0]?.auth.credentials
    provider.plan = { answer: { access_token: 'access-2', refresh_token: undefined }, claims: { nonce: undefined } }
    const credentials = await refresh(held?.id_token)
    expect(credentials).toMatchObject({ token: 'access-2', expires: true, expires_at: 1_800_000_300 })
    expect(credentials).not.toHaveProperty('refresh_token')
    expect(Object.fromEntries(provider.form('/token'))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'client-1',
      client_secret: 'secret-1',
    })
  })

  test('oidcc-client-test-refresh-token-invalid-issuer', async () => {
    await signIn()
    provider.plan = { claims: { iss: 'https://evil.example', nonce: undefined } }
    await expect(refresh()).rejects.toMatchObject({ type: 'invalid_credentials' })
  })

  test('oidcc-client-test-refresh-token-invalid-sub', async () => {
    await signIn()
    const held = app.successes[0]?.auth.credentials
    provider.plan = { claims: { sub: 'sub-2', nonce: undefined } }
    await expect(refresh(held?.id_token)).rejects.toMatchObject({ type: 'invalid_credentials' })
  })
})

function unsigned(token: string): string {
  const [, claims] = token.split('.')
  return `${base64url.encode(JSON.stringify({ alg: 'none' }))}.${claims}.`
}
