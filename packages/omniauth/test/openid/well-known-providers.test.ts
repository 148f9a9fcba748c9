import { exportPKCS8, jwtVerify } from 'jose'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { application } from '../application.ts'
import { publicJwk, type SigningKey, signingKey, type TestProvider, testProvider } from './provider.ts'
import { applicationOf, attempt } from './sign-in.ts'

const now = () => 1_800_000_000_000
const client = { app_id: 'client-1', app_secret: 'secret-1' }

let key: SigningKey
beforeAll(async () => {
  key = await signingKey('k1')
})

describe('google', () => {
  let provider: TestProvider
  beforeEach(async () => {
    provider = await testProvider('https://accounts.google.com', { key, now })
    provider.userInfo = {
      sub: 'sub-1',
      name: 'Jane Doe',
      given_name: 'Jane',
      family_name: 'Doe',
      picture: 'https://lh3.googleusercontent.com/a/x',
      email: 'jane@example.com',
      email_verified: true,
      hd: 'example.com',
    }
  })
  const appWith = (args: Record<string, unknown> = {}) =>
    applicationOf(provider, { name: 'google_oauth2', ...client, args })

  test("GitLab's example with access_type offline and an empty approval_prompt signs in", async () => {
    const app = appWith({ access_type: 'offline', approval_prompt: '' })
    const { asked, failure } = await attempt(app, provider)
    expect(failure).toBeNull()
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      access_type: 'offline',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    })
    expect(asked.searchParams.has('approval_prompt')).toBe(false)
    expect(app.successes[0]?.auth).toMatchObject({
      provider: 'google_oauth2',
      uid: 'sub-1',
      info: {
        name: 'Jane Doe',
        first_name: 'Jane',
        last_name: 'Doe',
        email: 'jane@example.com',
        email_verified: true,
        image: 'https://lh3.googleusercontent.com/a/x',
      },
    })
  })

  test('a scope with commas and without openid works, as in the gem', async () => {
    const { asked } = await attempt(appWith({ scope: 'email, profile' }), provider)
    expect(asked.searchParams.get('scope')).toBe('openid email profile')
  })

  test.each([
    ['example.com', 'example.com', null],
    ['example.com', 'EXAMPLE.com', null],
    ['example.com', 'evil.example', 'invalid_credentials'],
    ['example.com', undefined, 'invalid_credentials'],
    [['a.test', 'b.test'], 'b.test', null],
    [['a.test', 'b.test'], 'c.test', 'invalid_credentials'],
    ['*', 'any.test', null],
    ['*', undefined, 'invalid_credentials'],
  ])('hd %j with the claim %j gives %s', async (hd, claim, failure) => {
    provider.plan = { claims: { hd: claim } }
    const answered = await attempt(appWith({ hd }), provider)
    expect(answered.failure).toBe(failure)
    expect(answered.asked.searchParams.get('hd')).toBe(Array.isArray(hd) ? '*' : hd)
  })

  test('an option that would leave the ID token unchecked is refused', () => {
    expect(() => appWith({ skip_jwt: true })).toThrow('it is always checked')
    expect(() => appWith({ approval_prompt: 'force' })).toThrow('approval_prompt is no longer accepted')
  })
})

describe('microsoft', () => {
  const base = 'https://login.microsoftonline.com'
  const tid = '11111111-2222-3333-4444-555555555555'
  const otherTid = '99999999-2222-3333-4444-555555555555'
  const personal = '9188040d-6c67-4c5b-b112-36a304b66dad'

  async function signIn(
    tenant: string | undefined,
    answers: {
      issuer: string
      claims: Record<string, unknown>
      userInfo?: Record<string, unknown>
      keyIssuer?: unknown
    },
  ) {
    const provider = await testProvider(`${base}/${tenant ?? 'common'}/v2.0`, { key, now })
    provider.metadata = { issuer: answers.issuer, userinfo_endpoint: `${base}/${tenant ?? 'common'}/v2.0/userinfo` }
    provider.plan = { claims: { oid: 'oid-1', preferred_username: 'jane@corp.test', ...answers.claims } }
    provider.jwks = [{ ...(await publicJwk(key)), ...('keyIssuer' in answers && { issuer: answers.keyIssuer }) }]
    provider.userInfo = answers.userInfo ?? { sub: 'sub-1', name: 'Jane Doe', email: 'jane@corp.test' }
    const app = applicationOf(provider, {
      name: 'azure_activedirectory_v2',
      ...client,
      args: tenant === undefined ? {} : { tenant_id: tenant },
    })
    return { ...(await attempt(app, provider)), auth: app.successes[0]?.auth }
  }

  test('with one tenant the uid is the oid', async () => {
    const issuer = `${base}/${tid}/v2.0`
    const { failure, auth, asked } = await signIn(tid, { issuer, claims: { iss: issuer, tid } })
    expect(failure).toBeNull()
    expect(asked.href).toContain(`${base}/${tid}/v2.0/authorize?`)
    expect(auth).toMatchObject({
      uid: 'oid-1',
      info: { name: 'Jane Doe', email: 'jane@corp.test', nickname: 'jane@corp.test', email_verified: false },
    })
  })

  test('with the domain of a tenant, the tenant comes from discovery', async () => {
    const issuer = `${base}/${tid}/v2.0`
    expect((await signIn('corp.test', { issuer, claims: { iss: issuer, tid } })).failure).toBeNull()
    const foreign = { iss: `${base}/${otherTid}/v2.0`, tid: otherTid }
    expect((await signIn('corp.test', { issuer, claims: foreign })).failure).toBe('invalid_credentials')
  })

  test.each([
    ['common, a tenant', undefined, tid, null],
    ['common, a personal account', undefined, personal, null],
    ['organizations, a tenant', 'organizations', tid, null],
    ['organizations, a personal account', 'organizations', personal, 'invalid_credentials'],
    ['no tenant id', 'common', 'x', 'invalid_credentials'],
  ])('%s', async (_, tenant, claimed, failure) => {
    const issuer = `${base}/{tenantid}/v2.0`
    const claims = { iss: `${base}/${claimed}/v2.0`, tid: claimed }
    expect((await signIn(tenant, { issuer, claims })).failure).toBe(failure)
  })

  test.each([
    ['of every tenant', `${base}/{tenantid}/v2.0`, null],
    ['of its tenant', `${base}/${tid}/v2.0`, null],
    ['of personal accounts', `${base}/${personal}/v2.0`, 'invalid_credentials'],
    ['of another cloud', 'https://login.microsoftonline.us/{tenantid}/v2.0', 'invalid_credentials'],
    ['with an issuer that is not a text', null, 'invalid_credentials'],
  ])('a key %s signs a token', async (_, keyIssuer, failure) => {
    const claims = { iss: `${base}/${tid}/v2.0`, tid }
    for (const tenant of ['common', tid]) {
      const issuer = tenant === tid ? claims.iss : `${base}/{tenantid}/v2.0`
      expect((await signIn(tenant, { issuer, claims, keyIssuer })).failure).toBe(failure)
    }
  })

  test('the issuer must match the tid', async () => {
    const claims = { iss: `${base}/${otherTid}/v2.0`, tid }
    const { failure } = await signIn('common', { issuer: `${base}/{tenantid}/v2.0`, claims })
    expect(failure).toBe('invalid_credentials')
  })

  test.each([
    [true, true],
    ['1', true],
    [1, true],
    [false, false],
    ['0', false],
    [undefined, false],
  ])('only xms_edov makes an address verified: %j gives %s', async (xms_edov, verified) => {
    const issuer = `${base}/${tid}/v2.0`
    const { auth } = await signIn(tid, {
      issuer,
      claims: { iss: issuer, tid, xms_edov, email: 'jane@corp.test', email_verified: true },
      userInfo: { sub: 'sub-1', email: 'jane@corp.test', email_verified: true },
    })
    expect(auth?.info['email_verified']).toBe(verified)
  })

  test('an address that is only in user info is not verified, because xms_edov is not about it', async () => {
    const issuer = `${base}/${tid}/v2.0`
    const { auth } = await signIn(tid, {
      issuer,
      claims: { iss: issuer, tid, xms_edov: true, email: undefined },
      userInfo: { sub: 'sub-1', email: 'ceo@corp.test' },
    })
    expect(auth?.info).toMatchObject({ email: 'ceo@corp.test', email_verified: false })
  })

  test('an ID token without an oid is refused', async () => {
    const issuer = `${base}/${tid}/v2.0`
    const { failure } = await signIn(tid, { issuer, claims: { iss: issuer, tid, oid: undefined } })
    expect(failure).toBe('blank_uid')
  })

  test('a discovery document of another host is refused', async () => {
    const { failure, asked } = await signIn('common', { issuer: 'https://evil.example/{tenantid}/v2.0', claims: {} })
    expect(asked.pathname).toContain('/failure')
    expect(failure).not.toBeNull()
  })
})

describe('apple', () => {
  let provider: TestProvider
  let pem: SigningKey
  let args: Record<string, unknown>
  beforeEach(async () => {
    provider = await testProvider('https://appleid.apple.com', { key, now })
    provider.plan = {
      claims: { email: 'jane@privaterelay.appleid.com', email_verified: 'true', is_private_email: 'true' },
    }
    pem = await signingKey('p8', 'ES256')
    args = { scope: 'email name', team_id: 'TEAM567890', key_id: 'KEY4567890', pem: await exportPKCS8(pem.privateKey) }
  })
  const appWith = (more: Record<string, unknown> = {}) =>
    applicationOf(provider, { name: 'apple', app_id: 'client-1', app_secret: '', args: { ...args, ...more } })

  test('the answer comes by POST, each request has a new secret, and the first sign-in has the name', async () => {
    const app = appWith()
    const user = JSON.stringify({ name: { firstName: 'Jane', lastName: 'Doe' }, email: 'boss@example.com' })
    const { asked, failure } = await attempt(app, provider, { post: true, params: { user } })
    expect(failure).toBeNull()
    expect(asked.searchParams.get('response_mode')).toBe('form_post')
    expect(asked.searchParams.get('scope')).toBe('openid email name')
    expect(app.successes[0]?.auth).toMatchObject({
      uid: 'sub-1',
      info: {
        first_name: 'Jane',
        last_name: 'Doe',
        // Not the address of the form, because the person can change it.
        email: 'jane@privaterelay.appleid.com',
        email_verified: true,
        is_private_email: true,
      },
    })
    const secret = provider.form('/token').get('client_secret') ?? ''
    const { payload, protectedHeader } = await jwtVerify(secret, pem.publicKey, {
      audience: 'https://appleid.apple.com',
      issuer: 'TEAM567890',
      subject: 'client-1',
      currentDate: new Date(app.time.now),
    })
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'KEY4567890' })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
    expect(provider.paths()).not.toContain('/userinfo')
  })

  test.each(['', '{', '[]', '{"name":7}', '{"name":{"firstName":["x"]}}'])(
    'the user parameter %j gives no name',
    async (user) => {
      const app = appWith()
      expect((await attempt(app, provider, { post: true, params: { user } })).failure).toBeNull()
      expect(Object.keys(app.successes[0]?.auth.info ?? {})).toEqual(['email', 'email_verified', 'is_private_email'])
    },
  )

  test('a key that can not be read is a failure that does not show the key', async () => {
    const app = appWith({ pem: 'not a key' })
    expect((await attempt(app, provider, { post: true })).failure).toBe('invalid_credentials')
  })

  test('a missing option is an error that names it', () => {
    expect(() => application({ providers: [{ name: 'apple', app_id: 'x', args: {} }] })).toThrow('pem is missing')
  })
})
