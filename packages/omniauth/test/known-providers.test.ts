import { createHmac } from 'node:crypto'
import type { ProviderConfig } from '@poolhouse/omniauth'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildProviders } from '#config/providers'
import { randomBytes } from '#core/encoding'
import { providerHttp } from '#core/provider-http'
import { singleUseMemory } from '#core/single-use'
import { application } from './application.ts'
import { json, type LoopbackProvider, loopbackProvider, raw } from './loopback-provider.ts'

let provider: LoopbackProvider
beforeEach(async () => {
  provider = await loopbackProvider()
})
afterEach(() => provider.close())

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

function configOf(name: string, args: Record<string, unknown> = {}, more: Partial<ProviderConfig> = {}) {
  return { name, app_id: 'client-1', app_secret: 'secret-1', ...more, args }
}

/** Signs in once. Returns the auth hash or the failure, and the requests to the provider. */
async function signIn(config: ProviderConfig) {
  const failures: string[] = []
  const app = application({
    providers: [config],
    onFailure({ type, error }) {
      failures.push(`${type}: ${error.message}`)
      return new Response()
    },
  })
  const location = await app.begin(`/users/auth/${config.name}`)
  const state = location.searchParams.get('state') ?? ''
  await app.comeBack({ code: 'code-1', state }, `/users/auth/${config.name}/callback`)
  return { auth: app.successes[0]?.auth, failure: failures[0], location, state }
}

const seen = (path: string) => provider.seen.find((request) => request.path.split('?', 1).join('') === path)

describe('github', () => {
  const user = {
    login: 'octocat',
    id: 583231,
    avatar_url: 'https://avatars.test/u/583231',
    html_url: 'https://github.test/octocat',
    name: 'The Octocat',
    blog: '',
    location: 'San Francisco',
    email: 'public@example.com',
  }
  const emails = [
    { email: 'old@example.com', verified: false, primary: false, visibility: null },
    { email: 'octocat@example.com', verified: true, primary: true, visibility: 'public' },
  ]
  const enterprise = (args: Record<string, unknown> = {}) =>
    configOf('github', {
      client_options: {
        site: `${provider.url}/api/v3`,
        authorize_url: `${provider.url}/login/oauth/authorize`,
        token_url: `${provider.url}/login/oauth/access_token`,
      },
      ...args,
    })
  beforeEach(() => {
    provider.answers.set(
      '/login/oauth/access_token',
      raw('access_token=gho_1&scope=user%3Aemail&token_type=bearer', form),
    )
    provider.answers.set('/api/v3/user', json(user, 200, 'application/json; charset=utf-8'))
    provider.answers.set('/api/v3/user/emails', json(emails))
  })

  test('with user:email the address is the verified primary one', async () => {
    const { auth, location } = await signIn(enterprise({ scope: 'user:email' }))
    expect(location.pathname).toBe('/login/oauth/authorize')
    expect(location.searchParams.get('scope')).toBe('user:email')
    expect(location.searchParams.get('code_challenge_method')).toBe('S256')
    expect(auth).toEqual({
      provider: 'github',
      uid: '583231',
      info: {
        nickname: 'octocat',
        name: 'The Octocat',
        email: 'octocat@example.com',
        email_verified: true,
        image: 'https://avatars.test/u/583231',
        location: 'San Francisco',
        urls: { GitHub: 'https://github.test/octocat' },
      },
      credentials: { token: 'gho_1', expires: false },
      extra: { raw_info: user, all_emails: emails },
    })
    const token = seen('/login/oauth/access_token')
    expect(token?.headers.accept).toBe('application/json')
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toMatchObject({
      client_id: 'client-1',
      client_secret: 'secret-1',
      code_verifier: expect.stringMatching(/^[0-9a-f]{128}$/),
    })
    expect(seen('/api/v3/user')?.headers).toMatchObject({
      authorization: 'Bearer gho_1',
      'user-agent': 'poolhouse-omniauth',
    })
  })

  test.each(['user,repo', 'repo user:email', ['user', 'repo']])(
    'the scope %j also gives the addresses',
    async (scope) => {
      expect((await signIn(enterprise({ scope }))).auth?.info['email_verified']).toBe(true)
    },
  )

  test('without user:email the address is the public one, without email_verified', async () => {
    const { auth } = await signIn(enterprise())
    expect(auth?.info).toMatchObject({ email: 'public@example.com' })
    expect(auth?.info).not.toHaveProperty('email_verified')
    expect(seen('/api/v3/user/emails')).toBeUndefined()
  })

  test.each([
    ['empty', []],
    ['a primary one that is not verified', [{ email: 'a@example.com', primary: true, verified: false }]],
    ['"true" instead of true', [{ email: 'a@example.com', primary: 'true', verified: 'true' }]],
    ['a verified one that is not primary', [{ email: 'a@example.com', primary: false, verified: true }]],
    ['a number', [{ email: 7, primary: true, verified: true }]],
    ['lists and texts', [['a@example.com'], 'a@example.com', null]],
  ])('addresses that are %s give no address, not even the public one', async (_, answer) => {
    provider.answers.set('/api/v3/user/emails', json(answer))
    const { auth } = await signIn(enterprise({ scope: 'user:email' }))
    expect(auth?.uid).toBe('583231')
    expect(auth?.info).not.toHaveProperty('email')
    expect(auth?.info).not.toHaveProperty('email_verified')
  })

  test('a GitHub App without the permission fails with a message that says how to get it', async () => {
    provider.answers.set('/api/v3/user/emails', json({ message: 'Resource not accessible by integration' }, 403))
    const { failure } = await signIn(enterprise({ scope: 'user:email' }))
    expect(failure).toMatch(/^invalid_credentials: GitHub answered 403 .* permission/)
  })

  test.each([
    [
      'as a form',
      raw('error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired.', form),
      'invalid_credentials: bad_verification_code | The code passed is incorrect or expired.',
    ],
    [
      'as JSON',
      json({ error: 'incorrect_client_credentials', error_description: 'Not secret-1' }),
      'invalid_credentials: incorrect_client_credentials | Not [secret]',
    ],
  ])('an error of the token endpoint with status 200 %s is a failure', async (_, answering, failure) => {
    provider.answers.set('/login/oauth/access_token', answering)
    expect((await signIn(enterprise())).failure).toBe(failure)
    expect(seen('/api/v3/user')).toBeUndefined()
  })

  test.each([
    ['no id', { login: 'x' }, 'blank_uid'],
    ['null', { id: null }, 'blank_uid'],
    ['a list', { id: [1] }, 'blank_uid'],
    ['true', { id: true }, 'blank_uid'],
    ['a fraction', { id: 1.5 }, 'blank_uid'],
  ])('a uid that is %s is refused', async (_, document, type) => {
    provider.answers.set('/api/v3/user', json(document))
    expect((await signIn(enterprise())).failure).toBe(`${type}: GitHub's user info has no usable id`)
  })

  test('info of a wrong type is ignored', async () => {
    provider.answers.set('/api/v3/user', json({ id: 1, login: 7, name: ['x'], email: { a: 1 }, html_url: 3 }))
    expect((await signIn(enterprise())).auth?.info).toEqual({})
  })

  test("GitLab's url and verify_ssl outside of args configure GitHub Enterprise", async () => {
    const config = configOf('github', { scope: 'user:email' }, { url: `${provider.url}/`, verify_ssl: true })
    expect((await signIn(config)).auth?.uid).toBe('583231')
    expect(() => application({ providers: [{ ...config, verify_ssl: false }] })).toThrow(
      /github.verify_ssl is not supported: certificates are always verified.*NODE_EXTRA_CA_CERTS/,
    )
    expect(() => application({ providers: [{ ...config, url: 'ftp://x' }] })).toThrow('url is not a URL')
  })

  test('code and secret of an Enterprise server never go to github.com', async () => {
    const app = application({ providers: [configOf('github', { client_options: { site: `${provider.url}/api/v3` } })] })
    expect((await app.begin('/users/auth/github')).href).toContain(`${provider.url}/login/oauth/authorize?`)
    const facts = await app.auth.facts('github')
    expect(facts?.tokenUrl).toBe(`${provider.url}/login/oauth/access_token`)
    const plain = await application({ providers: [configOf('github')] }).auth.facts('github')
    expect([plain?.authorizeUrl, plain?.tokenUrl, plain?.userInfoUrl]).toEqual([
      'https://github.com/login/oauth/authorize',
      'https://github.com/login/oauth/access_token',
      'https://api.github.com/user',
    ])
  })
})

describe('gitlab', () => {
  const user = {
    id: 7,
    username: 'john_smith',
    name: 'John Smith',
    state: 'active',
    avatar_url: 'https://gitlab.test/avatar',
    web_url: 'https://gitlab.test/john_smith',
    email: 'john@example.com',
    confirmed_at: '2012-05-23T09:05:22.000Z',
  }
  const tokens = { access_token: 'g-1', token_type: 'bearer', expires_in: 7200, refresh_token: 'r-1', created_at: 1 }
  const own = (site = provider.url) => configOf('gitlab', { client_options: { site }, scope: 'read_user' })
  beforeEach(() => {
    provider.answers.set('/oauth/token', json(tokens))
    provider.answers.set('/api/v4/user', json(user))
  })

  test.each(['', '/', '/api/v4', '/api/v4/', '/api/v3'])(
    'a self-managed GitLab works with its address and "%s"',
    async (path) => {
      const { auth, location } = await signIn(own(provider.url + path))
      expect(location.pathname).toBe('/oauth/authorize')
      expect(Object.fromEntries(location.searchParams)).toMatchObject({ gl_auth_type: 'login', scope: 'read_user' })
      expect(auth).toMatchObject({
        uid: '7',
        info: {
          name: 'John Smith',
          nickname: 'john_smith',
          username: 'john_smith',
          email: 'john@example.com',
          email_verified: true,
          image: 'https://gitlab.test/avatar',
          urls: { GitLab: 'https://gitlab.test/john_smith' },
        },
        credentials: { token: 'g-1', refresh_token: 'r-1', expires: true },
      })
    },
  )

  test('a GitLab below a path, and one with configured endpoints, work', async () => {
    const under = application({ providers: [own(`${provider.url}/gitlab/api/v4`)] })
    expect(await under.auth.facts('gitlab')).toMatchObject({
      authorizeUrl: `${provider.url}/gitlab/oauth/authorize`,
      userInfoUrl: `${provider.url}/gitlab/api/v4/user`,
    })
    const client_options = { site: provider.url, authorize_url: '/a/authorize', token_url: 'https://t.test/token' }
    const facts = await application({ providers: [configOf('gitlab', { client_options })] }).auth.facts('gitlab')
    expect([facts?.authorizeUrl, facts?.tokenUrl]).toEqual([`${provider.url}/a/authorize`, 'https://t.test/token'])
  })

  test.each([{ confirmed_at: null }, { confirmed_at: '' }, { confirmed_at: true }])(
    'an account with %j has no verified address',
    async (changes) => {
      provider.answers.set('/api/v4/user', json({ ...user, ...changes }))
      expect((await signIn(own())).auth?.info['email_verified']).toBe(false)
    },
  )

  test('an account without an address has no email_verified', async () => {
    provider.answers.set('/api/v4/user', json({ ...user, email: null }))
    const { auth } = await signIn(own())
    expect(auth?.info).not.toHaveProperty('email')
    expect(auth?.info).not.toHaveProperty('email_verified')
  })

  test('an error of the token endpoint is a failure', async () => {
    const error = { error: 'invalid_grant', error_description: 'The provided authorization grant is invalid' }
    provider.answers.set('/oauth/token', json(error, 400))
    expect((await signIn(own())).failure).toBe(`invalid_credentials: invalid_grant | ${error.error_description}`)
  })
})

describe('facebook', () => {
  const user = { id: '10150', name: 'Jane Doe', email: 'jane@example.com' }
  const config = (args: Record<string, unknown> = {}) =>
    configOf('facebook', {
      client_options: { site: `${provider.url}/v25.0`, authorize_url: `${provider.url}/v25.0/dialog/oauth` },
      ...args,
    })
  beforeEach(() => {
    provider.answers.set(
      '/v25.0/oauth/access_token',
      json({ access_token: 'fb-1', token_type: 'bearer', expires_in: 5_183_944 }),
    )
    provider.answers.set('/v25.0/me', json(user, 200, 'application/json; charset=UTF-8'))
  })

  test('the request for user info has the appsecret_proof', async () => {
    const { auth, location } = await signIn(config())
    expect(location.searchParams.get('scope')).toBe('email')
    expect(auth?.uid).toBe('10150')
    expect(auth?.info).toEqual({
      name: 'Jane Doe',
      email: 'jane@example.com',
      image: `https://${new URL(provider.url).host}/v25.0/10150/picture`,
    })
    const asked = new URL(seen('/v25.0/me')?.path ?? '', provider.url).searchParams
    expect(Object.fromEntries(asked)).toEqual({
      appsecret_proof: createHmac('sha256', 'secret-1').update('fb-1').digest('hex'),
      fields: 'name,email',
    })
  })

  test('info_fields, locale, image_size and secure_image_url change the requests', async () => {
    const { auth, location } = await signIn(
      config({
        display: 'popup',
        auth_type: 'rerequest',
        info_fields: 'name,link',
        locale: 'de_DE',
        image_size: { width: 100, height: 100 },
        secure_image_url: false,
        scope: 'email,public_profile',
      }),
    )
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      display: 'popup',
      auth_type: 'rerequest',
      scope: 'email,public_profile',
    })
    expect(seen('/v25.0/me')?.path).toMatch(/fields=name%2Clink&locale=de_DE$/)
    expect(auth?.info['image']).toBe(`${provider.url}/v25.0/10150/picture?width=100&height=100`)
    expect(() => application({ providers: [config({ image_size: 7 })] })).toThrow('image_size is not a size')
    expect(() =>
      application({ providers: [config({ authorization_code_from_signed_request_in_cookie: true })] }),
    ).toThrow('such a code has no state')
  })

  test('a person who signed up by telephone has no address, and other addresses have no email_verified', async () => {
    expect((await signIn(config())).auth?.info).not.toHaveProperty('email_verified')
    provider.answers.set('/v25.0/me', json({ id: '10150', name: 'Jane Doe' }))
    const { auth } = await signIn(config())
    expect(auth?.uid).toBe('10150')
    expect(auth?.info).not.toHaveProperty('email')
  })

  test('an error that is a hash is a failure', async () => {
    const error = { message: 'This authorization code has been used.', type: 'OAuthException', code: 100 }
    provider.answers.set('/v25.0/oauth/access_token', json({ error }, 400))
    expect((await signIn(config())).failure).toBe('invalid_credentials: This authorization code has been used.')
  })
})

describe('amazon', () => {
  const profile = {
    user_id: 'amzn1.account.K2LI23KL2LK2',
    email: 'johndoe@example.com',
    name: 'John Doe',
    postal_code: '98052',
  }
  const config = (args: Record<string, unknown> = {}) =>
    configOf('amazon', {
      client_options: {
        site: provider.url,
        token_url: `${provider.url}/auth/o2/token`,
        user_info_url: `${provider.url}/user/profile`,
      },
      ...args,
    })
  beforeEach(() => {
    provider.answers.set(
      '/auth/o2/token',
      json({ access_token: 'Atza|1', token_type: 'bearer', expires_in: 3600, refresh_token: 'Atzr|1' }),
    )
    provider.answers.set('/user/profile', json(profile))
  })

  test('info has the profile, and extra the postal code', async () => {
    const { auth, location } = await signIn(config())
    expect(location.pathname).toBe('/ap/oa')
    expect(location.searchParams.get('scope')).toBe('profile postal_code')
    expect(location.searchParams.get('code_challenge_method')).toBe('S256')
    expect(auth).toMatchObject({ uid: profile.user_id, extra: { postal_code: '98052' } })
    expect(auth?.info).toEqual({ email: 'johndoe@example.com', name: 'John Doe' })
  })

  test('user info can have only the uid', async () => {
    provider.answers.set('/user/profile', json({ user_id: profile.user_id }))
    const { auth, location } = await signIn(config({ authorize_params: { scope: 'profile:user_id' } }))
    expect(location.searchParams.get('scope')).toBe('profile:user_id')
    expect(auth?.info).toEqual({})
    expect(auth?.extra).not.toHaveProperty('postal_code')
  })

  test('an error of the token endpoint, and a refused profile, are failures', async () => {
    const error = { error: 'invalid_grant', error_description: 'The request has an invalid grant parameter : code' }
    provider.answers.set('/auth/o2/token', json({ ...error, request_id: 'x' }, 400))
    expect((await signIn(config())).failure).toContain('invalid_grant | The request has')
    provider.answers.set('/auth/o2/token', json({ access_token: 'Atza|1', token_type: 'bearer' }))
    provider.answers.set('/user/profile', json({ error: 'invalid_token', error_description: 'x' }, 400))
    expect((await signIn(config())).failure).toBe(
      'invalid_credentials: The user info endpoint answered 400 application/json',
    )
  })
})

test("known providers have GitLab's labels", () => {
  const named = (name: string, label?: string) =>
    application({
      providers: [{ ...configOf(name, { strategy_class: 'amazon' }), ...(label !== undefined && { label }) }],
    }).auth.providers[0]?.label
  expect(
    ['github', 'gitlab', 'google_oauth2', 'azure_activedirectory_v2', 'my_cognito'].map((name) => named(name)),
  ).toEqual(['GitHub', 'GitLab.com', 'Google', 'Azure AD v2', 'My Cognito'])
  expect(named('github', 'Sign in')).toBe('Sign in')
})

describe('after the sign-in', () => {
  const clock = () => 1_700_000_000_000
  const services = { http: providerHttp(), clock, randomBytes, singleUse: singleUseMemory(clock) }
  const strategyOf = (name: string) => {
    const client_options = { site: provider.url, token_url: '/oauth/token', user_info_url: '/user' }
    return buildProviders([configOf(name, { client_options })])[0]?.strategy
  }

  test.each(['github', 'gitlab', 'amazon'])('%s gives new tokens for a refresh token', async (name) => {
    provider.answers.set(
      '/oauth/token',
      json({ access_token: 'a-2', token_type: 'bearer', expires_in: 60, scope: 'x' }),
    )
    const credentials = await strategyOf(name)?.refreshTokens?.(services, { refreshToken: 'r-1' })
    expect(credentials).toMatchObject({ token: 'a-2', expires: true, expires_at: 1_700_000_060 })
    expect(credentials).not.toHaveProperty('refresh_token')
    expect(Object.fromEntries(new URLSearchParams(seen('/oauth/token')?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r-1',
      client_id: 'client-1',
      client_secret: 'secret-1',
    })
  })

  test('a used refresh token fails with invalid_grant, and the message does not repeat the token', async () => {
    provider.answers.set('/oauth/token', json({ error: 'invalid_grant', error_description: 'r-1 is spent' }, 400))
    const refreshed = strategyOf('gitlab')?.refreshTokens?.(services, { refreshToken: 'r-1' })
    await expect(refreshed).rejects.toMatchObject({
      type: 'invalid_grant',
      message: 'invalid_grant | [secret] is spent',
    })
  })

  test('gitlab revokes a token at its revocation endpoint, github an access token at its API', async () => {
    provider.answers.set('/oauth/revoke', json({}))
    await strategyOf('gitlab')?.revokeToken?.(services, { token: 'r-1' })
    expect(seen('/oauth/revoke')?.body).toBe('client_id=client-1&client_secret=secret-1&token=r-1')
    provider.answers.set('/applications/client-1/token', raw('', {}, 204))
    await strategyOf('github')?.revokeToken?.(services, { token: 'gho_1' })
    expect(seen('/applications/client-1/token')).toMatchObject({ method: 'DELETE', body: '{"access_token":"gho_1"}' })
    provider.answers.set('/oauth/revoke', json({}, 503))
    await expect(strategyOf('gitlab')?.revokeToken?.(services, { token: 'r-1' })).rejects.toThrow('answered 503')
  })

  test('facebook gives no refresh tokens, and amazon and facebook can not revoke them', () => {
    expect(strategyOf('facebook')?.refreshTokens).toBeUndefined()
    expect(['facebook', 'amazon'].map((name) => strategyOf(name)?.revokeToken)).toEqual([undefined, undefined])
  })
})
