import { exportPKCS8, jwtVerify } from 'jose'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Application, application } from '../application.ts'
import { type SigningKey, signingKey, type TestProvider, testProvider } from './provider.ts'
import { applicationOf, attempt, openidBlock } from './sign-in.ts'

let key: SigningKey
let other: SigningKey
beforeAll(async () => {
  key = await signingKey('k1')
  other = await signingKey('k2')
})

let provider: TestProvider
beforeEach(async () => {
  provider = await testProvider('https://op.test', { key, now: () => 1_800_000_000_000 })
})
const appWith = (args: Record<string, unknown> = {}) => applicationOf(provider, openidBlock(provider.issuer, args))
const problemsOf = (args: Record<string, unknown>) => () =>
  application({ providers: [openidBlock('https://op.test', args)] })

describe('options of omniauth_openid_connect', () => {
  test('client_options has the endpoints if discovery is off, as URLs or as paths below the issuer', async () => {
    const app = appWith({
      discovery: false,
      client_options: {
        authorization_endpoint: '/authorize',
        token_endpoint: 'https://op.test/token',
        userinfo_endpoint: '/userinfo',
        jwks_uri: '/jwks',
      },
    })
    expect((await attempt(app, provider)).failure).toBeNull()
    expect(provider.paths()).toEqual(['/token', '/jwks', '/userinfo'])
  })

  test('the token request has the scope by default, as with GitLab', async () => {
    await attempt(appWith(), provider)
    expect(provider.form('/token').get('scope')).toBe('openid profile email')
    await attempt(appWith({ send_scope_to_token_endpoint: false }), provider)
    expect(provider.form('/token').get('scope')).toBeNull()
  })

  test.each([
    ['uid_field of the user info', { uid_field: 'preferred_username' }, 'jane'],
    ['a number as the uid', { uid_field: 'number' }, '9007199254740993'],
    ['uid_field of the ID token', { uid_field: 'employee' }, 'E-7'],
    ['an unknown field gives the sub, as in Ruby', { uid_field: 'nothing' }, 'sub-1'],
    ['a member that every object has gives the sub', { uid_field: 'constructor' }, 'sub-1'],
  ])('%s', async (_, args, uid) => {
    provider.plan = { claims: { employee: 'E-7' } }
    provider.userInfo = new Response('{"sub":"sub-1","preferred_username":"jane","number":9007199254740993}', {
      headers: { 'content-type': 'application/json' },
    })
    const app = appWith(args)
    await attempt(app, provider)
    expect(app.successes[0]?.auth.uid).toBe(uid)
  })

  test.each([['  '], [true], [['sub-1']]])('a uid_field with the value %j is refused', async (value) => {
    provider.userInfo = { sub: 'sub-1', login: value }
    const app = appWith({ uid_field: 'login' })
    expect((await attempt(app, provider)).failure).toBe('blank_uid')
    expect(app.successes).toEqual([])
  })

  test('without user info, info comes from the claims of the ID token', async () => {
    provider.plan = { claims: { email: 'jane@id.test', name: 'Jane of the token' } }
    const app = appWith({ fetch_user_info: false })
    await attempt(app, provider)
    expect(app.successes[0]?.auth.info).toEqual({ email: 'jane@id.test', name: 'Jane of the token' })
    expect(provider.paths()).not.toContain('/userinfo')
  })

  test('the request has configured parameters and allowed ones of the query, and no others', async () => {
    const app = appWith({
      prompt: 'consent',
      acr_values: 'phr',
      authorize_params: { tenant: 'blue' },
      allow_authorize_params: ['flow'],
    })
    const { asked } = await attempt(app, provider, { query: '?flow=short&login_hint=jane&prompt=none&scope=openid' })
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      prompt: 'consent',
      acr_values: 'phr',
      tenant: 'blue',
      flow: 'short',
      login_hint: 'jane',
      scope: 'openid profile email',
    })
  })

  test('form_post accepts the answer by POST', async () => {
    const app = appWith({ response_mode: 'form_post' })
    const { asked, failure } = await attempt(app, provider, { post: true })
    expect(asked.searchParams.get('response_mode')).toBe('form_post')
    expect(failure).toBeNull()
    expect(app.successes).toHaveLength(1)
  })

  test.each([
    [1_799_999_950, null],
    [1_799_999_000, 'invalid_credentials'],
    [undefined, 'invalid_credentials'],
  ])('max_age 60 with a sign-in at %s gives %s', async (auth_time, failure) => {
    provider.plan = { claims: { auth_time } }
    const answered = await attempt(appWith({ max_age: 60 }), provider)
    expect(answered.asked.searchParams.get('max_age')).toBe('60')
    expect(answered.failure).toBe(failure)
  })

  test('jwt_bearer sends an assertion for this provider instead of a secret', async () => {
    const client = await signingKey('c1', 'ES256')
    const private_key = await exportPKCS8(client.privateKey)
    const app = appWith({ client_auth_method: 'jwt_bearer', client_options: { private_key, key_id: 'c1' } })
    expect((await attempt(app, provider)).failure).toBeNull()
    const form = provider.form('/token')
    expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    expect(form.has('client_secret')).toBe(false)
    const { payload, protectedHeader } = await jwtVerify(form.get('client_assertion') ?? '', client.publicKey, {
      audience: provider.issuer,
      issuer: 'client-1',
      subject: 'client-1',
      currentDate: new Date(app.time.now),
    })
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'c1' })
    expect(payload.jti).toMatch(/^[\da-f]{32}$/)
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
  })

  test.each([
    [{ issuer: undefined }, 'issuer is missing'],
    [{ discovery: false }, 'jwks_uri is missing: set it, or set discovery: true in args'],
    [{ scope: ['profile'] }, 'lacks openid'],
    [{ response_type: 'id_token' }, 'response_type is a text: expected code'],
    [{ send_nonce: false }, 'must not be switched off'],
    [{ require_state: false }, 'must not be switched off'],
    [{ client_auth_method: 'mtls' }, 'mtls, which is not supported'],
    [{ client_signing_alg: 'HS256' }, 'client_signing_alg is not supported'],
    [{ client_jwk_signing_key: '{}' }, 'reads the keys from jwks_uri'],
    [{ authorize_params: { nonce: 'x' } }, 'nonce must not be set here'],
    [{ allow_authorize_params: ['redirect_uri'] }, 'must not set them'],
    [{ client_options: { secret: undefined } }, 'secret is missing'],
    [{ discovry: true }, 'did you mean discovery?'],
    [{ client_options: { token_endpint: '/x' } }, 'did you mean token_endpoint?'],
  ])('%j is refused with %s', (args, message) => expect(problemsOf(args)).toThrow(message))
})

describe('an answer is refused with', () => {
  test.each([
    ['another issuer in the answer [A18]', { params: { iss: 'https://evil.example' } }],
    ['an issuer in another letter case [A18]', { params: { iss: 'https://OP.test' } }],
    ['an ID token in the front channel', { params: { id_token: 'x.y.z' } }],
  ])('%s', async (_, options) => {
    const app = appWith()
    expect((await attempt(app, provider, options)).failure).toBe('invalid_credentials')
    expect(provider.paths()).not.toContain('/token')
  })

  test('no issuer, although the metadata promises one [A18]', async () => {
    provider.metadata = { authorization_response_iss_parameter_supported: true }
    expect((await attempt(appWith(), provider)).failure).toBe('invalid_credentials')
    expect((await attempt(appWith(), provider, { params: { iss: provider.issuer } })).failure).toBeNull()
  })

  test.each([
    ['an expired ID token', { claims: { exp: 1_799_999_000 } }],
    ['an ID token that is not valid yet', { claims: { nbf: 1_800_001_000 } }],
    [
      'an ID token for several clients with another azp',
      { claims: { aud: ['client-1', 'client-2'], azp: 'client-2' } },
    ],
    ['an ID token for several clients without azp', { claims: { aud: ['client-1', 'client-2'] } }],
    ['a sub that is not a text', { claims: { sub: 7 } }],
    ['no ID token', { idToken: () => undefined }],
    ['half an ID token', { idToken: (token: string) => token.slice(0, 40) }],
    ['a token type that is not Bearer', { answer: { token_type: 'mac' } }],
    ['no token type', { answer: { token_type: undefined } }],
    ['no access token', { answer: { access_token: '' } }],
    ['an access token that breaks headers', { answer: { access_token: 'a\r\nx: y' } }],
    ['an error with status 200', { answer: { error: 'invalid_grant', access_token: undefined } }],
  ])('%s', async (_, plan) => {
    provider.plan = plan
    const app = appWith()
    expect((await attempt(app, provider)).failure).toBe('invalid_credentials')
    expect(app.successes).toEqual([])
    expect(provider.paths()).not.toContain('/userinfo')
  })

  test('another algorithm than the configured one', async () => {
    provider.metadata = { id_token_signing_alg_values_supported: ['RS256', 'ES256'] }
    expect((await attempt(appWith({ client_signing_alg: 'ES256' }), provider)).failure).toBe('invalid_credentials')
    expect((await attempt(appWith({ client_signing_alg: 'RS256' }), provider)).failure).toBeNull()
  })

  test('a symmetric signature with the client secret or the public key', async () => {
    provider.metadata = { id_token_signing_alg_values_supported: ['HS256', 'RS256'] }
    const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode('secret-1'), hmac, false, ['sign'])
    provider.plan = { key: { ...key, alg: 'HS256', privateKey: secret as typeof key.privateKey } }
    expect((await attempt(appWith(), provider)).failure).toBe('invalid_credentials')
  })

  test.each([
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'jwks_uri',
    'end_session_endpoint',
    'revocation_endpoint',
  ])('a discovered %s without TLS, or that is not a URL [A21]', async (member) => {
    for (const value of ['http://op.test/x', 'javascript:alert(1)', 'https://user:pass@op.test/x', 7, '']) {
      provider.metadata = { [member]: value }
      const app = appWith()
      const begun = await app.request('/users/auth/openid_connect', { method: 'POST' })
      expect(begun?.headers.get('location')).toContain('message=invalid_credentials')
    }
    expect(provider.paths().every((path) => path.endsWith('openid-configuration'))).toBe(true)
  })
})

const hmac = { name: 'HMAC', hash: 'SHA-256' }

describe('signed user info', () => {
  const signed = async (claims: Record<string, unknown>, signWith = key) =>
    new Response(await provider.sign(claims, { key: signWith }), { headers: { 'content-type': 'application/jwt' } })
  beforeEach(() => {
    provider.metadata = { userinfo_signing_alg_values_supported: ['RS256'] }
  })

  test('is accepted with the signature of the provider', async () => {
    provider.userInfo = await signed({ iss: provider.issuer, aud: 'client-1', sub: 'sub-1', email: 'jane@jwt.test' })
    const app = appWith()
    expect((await attempt(app, provider)).failure).toBeNull()
    expect(app.successes[0]?.auth.info.email).toBe('jane@jwt.test')
  })

  test('is refused with another signature, or if it is about another person', async () => {
    const claims = { iss: provider.issuer, aud: 'client-1', sub: 'sub-1' }
    for (const answer of [await signed(claims, { ...other, kid: 'k1' }), await signed({ ...claims, sub: 'sub-2' })]) {
      provider.userInfo = answer
      expect((await attempt(appWith(), provider)).failure).toBe('invalid_credentials')
    }
  })
})

describe('sign-out', () => {
  const signOut = (app: Application) =>
    app.auth.signOutUrl('openid_connect', { returnTo: '/goodbye', idToken: 'the-id-token', state: 's' })

  test('has a URL with the ID token hint that leads back to the application', async () => {
    const url = new URL((await signOut(appWith())) ?? '')
    expect(`${url.origin}${url.pathname}`).toBe('https://op.test/end-session')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-1',
      id_token_hint: 'the-id-token',
      post_logout_redirect_uri: 'https://app.test/goodbye',
      state: 's',
    })
  })

  test('uses a configured post_logout_redirect_uri, and has no URL without an endpoint', async () => {
    const url = await signOut(appWith({ post_logout_redirect_uri: 'https://app.test/registered' }))
    expect(new URL(url ?? '').searchParams.get('post_logout_redirect_uri')).toBe('https://app.test/registered')
    provider.metadata = { end_session_endpoint: undefined }
    expect(await signOut(appWith())).toBeUndefined()
  })

  test('revokes a refresh token at the provider', async () => {
    await appWith().auth.revokeToken('openid_connect', { token: 'refresh-1' })
    expect(Object.fromEntries(provider.form('/revoke'))).toEqual({
      token: 'refresh-1',
      token_type_hint: 'refresh_token',
      client_id: 'client-1',
      client_secret: 'secret-1',
    })
  })

  test('facts have all values that the doctor needs', async () => {
    expect(await appWith({ client_auth_method: 'basic' }).auth.facts('openid_connect')).toEqual({
      protocol: 'openid-connect',
      issuer: 'https://op.test',
      authorizeUrl: 'https://op.test/authorize',
      tokenUrl: 'https://op.test/token',
      userInfoUrl: 'https://op.test/userinfo',
      jwksUri: 'https://op.test/jwks',
      clientId: 'client-1',
      clientSecret: 'secret-1',
      authScheme: 'basic_auth',
      scope: 'openid profile email',
      redirectUrl: 'https://app.test/users/auth/openid_connect/callback',
    })
  })
})
