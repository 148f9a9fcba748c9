import type { ProviderConfig } from '@poolhouse/omniauth'
import { parseGitlabRb } from '@poolhouse/omniauth/gitlab-rb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { application, failureOf } from './application.ts'
import { json, type LoopbackProvider, loopbackProvider, raw } from './loopback-provider.ts'
import { seedRb } from './seed-block.ts'

let provider: LoopbackProvider
beforeEach(async () => {
  provider = await loopbackProvider()
})
afterEach(() => provider.close())

function generic(args: Record<string, unknown> = {}, client: Record<string, unknown> = {}): ProviderConfig {
  return {
    name: 'cognito',
    app_id: 'client id/+x',
    app_secret: 's:e/c+r',
    args: {
      strategy_class: 'OmniAuth::Strategies::OAuth2Generic',
      client_options: {
        site: provider.url,
        authorize_url: '/login',
        token_url: '/oauth2/token',
        user_info_url: '/oauth2/userInfo',
        ...client,
      },
      ...args,
    },
  }
}

async function signIn(app: ReturnType<typeof application>, params: Record<string, string> = { code: 'code-1' }) {
  const state = (await app.begin()).searchParams.get('state') ?? ''
  return app.comeBack({ state, ...params })
}

test('the documented block, with site, id and secret set, signs each person in with their own uid (case 163)', async () => {
  const text = seedRb
    .replace('https://your_domain.auth.your_region.amazoncognito.com', provider.url)
    .replace('CLIENT ID', 'client-1')
    .replace('CLIENT SECRET', 'secret-1')
  const { settings, warnings } = await parseGitlabRb(text, { file: 'gitlab.rb' })
  expect(settings.allowSingleSignOn).toEqual(['cognito'])
  expect(warnings).toEqual([expect.stringContaining("id_path: ['sub']")])
  const app = application({ providers: settings.providers })
  expect(await (await signIn(app))?.text()).toBe('welcome')
  provider.answers.set('/oauth2/userInfo', json({ sub: 'sub-2', email: 'joe@example.com', username: 'sub-2' }))
  await signIn(app)
  expect(app.successes.map(({ auth }) => [auth.provider, auth.uid, auth.info])).toEqual([
    ['cognito', 'sub-1', { email: 'jane@example.com', nickname: 'jane@example.com' }],
    ['cognito', 'sub-2', { email: 'joe@example.com', nickname: 'joe@example.com' }],
  ])
})

test('the requests equal those of the Ruby client, with a new state each time (cases 69, 83, 85, 87)', async () => {
  const app = application({ providers: [generic()] })
  const location = await app.begin()
  const state = location.searchParams.get('state')
  expect(state).toMatch(/^[0-9a-f]{48}$/)
  expect((await app.begin()).searchParams.get('state')).not.toBe(state)
  expect(location.href).toBe(
    `${provider.url}/login?client_id=client%20id%2F%2Bx&redirect_uri=http%3A%2F%2Fapp.test%3A3000%2Fusers%2Fauth%2Fcognito%2Fcallback&response_type=code&state=${state}`,
  )
  await app.comeBack({ code: 'code-1', state: state ?? '' })
  const [token, userInfo] = provider.seen
  expect(token).toMatchObject({ method: 'POST', path: '/oauth2/token' })
  expect(token?.headers.authorization).toBe(`Basic ${Buffer.from('client id/+x:s:e/c+r').toString('base64')}`)
  expect(token?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(token?.body).toBe(
    'code=code-1&grant_type=authorization_code&redirect_uri=http%3A%2F%2Fapp.test%3A3000%2Fusers%2Fauth%2Fcognito%2Fcallback',
  )
  expect(userInfo).toMatchObject({ method: 'GET', path: '/oauth2/userInfo', body: '' })
  expect(userInfo?.headers.authorization).toBe('Bearer access-1')
  expect(userInfo?.headers.accept).toBe('*/*')
  expect(app.successes[0]?.auth.credentials).toEqual({
    token: 'access-1',
    refresh_token: 'refresh-1',
    expires: true,
    expires_at: 1_700_003_600,
  })
})

test('auth_scheme request_body sends id and secret in the form, without an Authorization header', async () => {
  await signIn(application({ providers: [generic({}, { auth_scheme: 'request_body' })] }))
  expect(provider.seen[0]?.headers.authorization).toBeUndefined()
  expect(provider.seen[0]?.body).toMatch(/^client_id=client\+id%2F%2Bx&client_secret=s%3Ae%2Fc%2Br&code=code-1&/)
})

describe('options', () => {
  test('authorize_params, authorize_options, token_params and token_options are sent; a scope list is joined by spaces (cases 67, 68, 72)', async () => {
    const app = application({
      providers: [
        generic({
          authorize_params: { audience: 'x' },
          authorize_options: ['scope', 'foo'],
          scope: ['openid', 'email'],
          foo: 'bar',
          token_params: { resource: 'r' },
          token_options: ['extra'],
          extra: 'e',
        }),
      ],
    })
    const location = await app.begin()
    expect(location.search).toContain('scope=openid%20email')
    expect(Object.fromEntries(location.searchParams)).toMatchObject({ audience: 'x', foo: 'bar' })
    await app.comeBack({ code: 'c', state: location.searchParams.get('state') ?? '' })
    expect(provider.seen[0]?.body).toContain('extra=e')
    expect(provider.seen[0]?.body).toContain('resource=r')
  })

  test('a function in authorize_params gets the request (case 84)', async () => {
    const custom = (request: Request) => new URL(request.url).searchParams.get('a') ?? undefined
    const app = application({ providers: [generic({ authorize_params: { custom_auth_param: custom } })] })
    expect((await app.begin('/users/auth/cognito?a=42')).searchParams.get('custom_auth_param')).toBe('42')
  })

  // In case 70 an option sets the state, and in 74 a provider ignores it. omniauth has neither option, because the
  // state protects the callback.
  test.each(['state', 'client_id', 'response_type', 'redirect_uri', 'code_challenge'])(
    'authorize_params can not override %s',
    (name) => {
      expect(() => application({ providers: [generic({ authorize_params: { [name]: 'x' } })] })).toThrow(
        `${name} must not be set`,
      )
    },
  )

  test('pkce sends an S256 challenge, and the verifier with the code (case 71)', async () => {
    const app = application({ providers: [generic({ pkce: true })] })
    const location = await app.begin()
    await app.comeBack({ code: 'c', state: location.searchParams.get('state') ?? '' })
    const verifier = new URLSearchParams(provider.seen[0]?.body).get('code_verifier') ?? ''
    expect(verifier).toMatch(/^[0-9a-f]{128}$/)
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
    expect(location.searchParams.get('code_challenge')).toBe(Buffer.from(digest).toString('base64url'))
    expect(location.searchParams.get('code_challenge_method')).toBe('S256')
  })

  test('redirect_url replaces the callback URL in both requests (case 86)', async () => {
    const app = application({ providers: [generic({ redirect_url: 'https://proxy.test/cb' })] })
    const location = await app.begin()
    expect(location.search).toContain('redirect_uri=https%3A%2F%2Fproxy.test%2Fcb')
    await app.comeBack({ code: 'c', state: location.searchParams.get('state') ?? '' })
    expect(new URLSearchParams(provider.seen[0]?.body).get('redirect_uri')).toBe('https://proxy.test/cb')
  })

  test('user_response_structure can have root_path as a text, another name for nickname, and a numeric id (case 89)', async () => {
    provider.answers.set('/oauth2/userInfo', json({ user: { id: 1, username: 'marty' } }))
    const structure = { root_path: 'user', attributes: { nickname: 'username' } }
    const app = application({ providers: [generic({ user_response_structure: structure })] })
    await signIn(app)
    expect(app.successes[0]?.auth).toMatchObject({ provider: 'cognito', uid: '1', info: { nickname: 'marty' } })
  })
})

describe('an option of the Ruby client that is refused with a reason', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ['a configured state (case 70)', { state: () => 'fixed' }, {}, 'state must not be set'],
    // Without a state, an attacker could send a person's browser to the callback with the attacker's code.
    ['provider_ignores_state (case 74)', { provider_ignores_state: true }, {}, 'sign a person in to another account'],
    ['ssl (case 66)', {}, { ssl: { verify: false } }, 'certificates are always verified'],
    ['connection_opts', {}, { connection_opts: { request: { timeout: 5 } } }, 'options of omniauth itself'],
    ['another way to send the token', { auth_token_params: { mode: 'query' } }, {}, 'Authorization header'],
    ['a configured verifier', { pkce_verifier: 'x' }, {}, 'pkce_verifier must not be set'],
  ])('%s', (_, args, client, message) => {
    expect(() => application({ providers: [generic(args, client)] })).toThrow(message)
  })

  test('provider_ignores_state: false has no effect (case 74)', async () => {
    const app = application({ providers: [generic({ provider_ignores_state: false })] })
    expect(await (await signIn(app))?.text()).toBe('welcome')
  })
})

test('the auth hash has the name of the provider, not of the strategy (case 88)', async () => {
  const app = application({ providers: [{ ...generic(), name: 'custom' }] })
  const state = (await app.begin('/users/auth/custom')).searchParams.get('state') ?? ''
  await app.comeBack({ state, code: 'c' }, '/users/auth/custom/callback')
  expect(app.successes[0]?.auth.provider).toBe('custom')
})

test('the failure message joins the parts of the provider`s error, without control characters (case 81)', async () => {
  const messages: string[] = []
  const app = application({
    providers: [generic()],
    onFailure: ({ error }) => {
      messages.push(error.message)
      return new Response()
    },
  })
  const error_uri = 'https://idp.test/e'
  await signIn(app, { error: 'access_denied', error_description: 'Not\r\nyou', error_uri })
  await signIn(app, { error: 'access_denied', error_reason: 'user_denied' })
  expect(messages).toEqual(['access_denied | Not  you | https://idp.test/e', 'access_denied | user_denied'])
})

describe('an answer of the provider', () => {
  test.each([
    ['access_denied', { error: 'access_denied', error_description: 'Never' }],
    ['user_denied', { error: 'access_denied', error_reason: 'user_denied' }],
  ])('with the error %s has it as the failure type (case 73)', async (type, params) => {
    const response = await signIn(application({ providers: [generic()] }), params)
    expect(failureOf(response)).toBe(type)
    expect(provider.seen).toEqual([])
  })

  test('with an error that is not a word has another failure type', async () => {
    expect(failureOf(await signIn(application({ providers: [generic()] }), { error: 'a\r\nb' }))).toBe(
      'invalid_credentials',
    )
  })

  test('without code and error is invalid_credentials, and no token is requested', async () => {
    expect(failureOf(await signIn(application({ providers: [generic()] }), {}))).toBe('invalid_credentials')
    expect(provider.seen).toEqual([])
  })

  test.each([
    ['400 invalid_grant', json({ error: 'invalid_grant', error_description: 'used' }, 400)],
    ['200 with error', json({ access_token: 'a', error: 'x' })],
    ['200 without access token', json({ token_type: 'Bearer' })],
    ['text/plain', json({ access_token: 'a' }, 200, 'text/plain')],
    ['HTML', raw('<html>', { 'content-type': 'text/html' })],
    ['no content type', raw('{"access_token":"a"}', {})],
    ['broken JSON', raw('{"access_token":', { 'content-type': 'application/json' })],
    ['a list', json(['access_token'])],
    ['a token with a line break', json({ access_token: 'a\r\nb: c' })],
    ['a redirect that turns the POST into a GET', raw('', { location: '/oauth2/userInfo' }, 302)],
  ])('that has the token answer %s is invalid_credentials (case 77)', async (_, answering) => {
    provider.answers.set('/oauth2/token', answering)
    const app = application({ providers: [generic()] })
    expect(failureOf(await signIn(app))).toBe('invalid_credentials')
    expect(provider.seen.map((request) => request.path)).toEqual(['/oauth2/token'])
  })

  test('can be a form, a 307 redirect, and have expires_in as a text', async () => {
    provider.answers.set('/oauth2/token', raw('', { location: '/moved' }, 307))
    provider.answers.set(
      '/moved',
      raw('access_token=a&expires_in=60', { 'content-type': 'application/x-www-form-urlencoded' }),
    )
    const app = application({ providers: [generic()] })
    await signIn(app)
    expect(app.successes[0]?.auth.credentials).toEqual({ token: 'a', expires: true, expires_at: 1_700_000_060 })
  })

  test.each([
    ['401', json({ error: 'x' }, 401)],
    ['HTML', raw('<html>', { 'content-type': 'text/html' })],
    ['JSON as text/plain', json({ sub: 'x' }, 200, 'text/plain')],
    ['a JWT', raw('a.b.c', { 'content-type': 'application/jwt' })],
    ['empty', raw('', { 'content-type': 'application/json' })],
    ['a list', json([{ sub: 'x' }])],
    ['a text', json('sub')],
    ['a huge body', raw(`{"sub":"${'x'.repeat(300_000)}"}`, { 'content-type': 'application/json' })],
    ['endless redirects', raw('', { location: '/oauth2/userInfo' }, 302)],
  ])('that has the user info %s is invalid_credentials', async (_, answering) => {
    provider.answers.set('/oauth2/userInfo', answering)
    const app = application({ providers: [generic()] })
    expect(failureOf(await signIn(app))).toBe('invalid_credentials')
    expect(provider.seen.length).toBeLessThan(8)
    expect(app.successes).toEqual([])
  })

  test('with a redirect to another origin is refused, so the access token goes only to the provider', async () => {
    const thief = await loopbackProvider()
    provider.answers.set('/oauth2/userInfo', raw('', { location: `${thief.url}/oauth2/userInfo` }, 302))
    expect(failureOf(await signIn(application({ providers: [generic()] })))).toBe('invalid_credentials')
    expect(thief.seen).toEqual([])
    await thief.close()
  })

  test('that never comes, or never ends, is a timeout (case 78)', async () => {
    provider.answers.set('/oauth2/token', () => {})
    const app = application({ providers: [generic()], timeoutMs: 40 })
    expect(failureOf(await signIn(app))).toBe('timeout')
    provider.answers.set('/oauth2/token', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"access_token":')
    })
    expect(failureOf(await signIn(app))).toBe('timeout')
  })

  test('that can not come because the connection is refused is a timeout (case 78)', async () => {
    const app = application({ providers: [generic()] })
    const state = (await app.begin()).searchParams.get('state') ?? ''
    await provider.close()
    expect(failureOf(await app.comeBack({ code: 'c', state }))).toBe('timeout')
    provider = await loopbackProvider()
  })

  test('that can not come because the host is unknown is failed_to_connect (case 79)', async () => {
    const dns = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: dns }))
    expect(failureOf(await signIn(application({ providers: [generic()], fetch })))).toBe('failed_to_connect')
  })

  test.each([
    ['nothing at an explicit id_path', { id_path: 'id' }, { sub: 'sub-1', email: 'a@example.com' }],
    ['neither id nor sub', {}, { email: 'a@example.com' }],
    ['blank sub', {}, { sub: ' ' }],
    ['true', { id_path: ['sub'] }, { sub: true }],
  ])('with %s for the uid is refused as blank_uid (cases 163, 164)', async (_, structure, document) => {
    provider.answers.set('/oauth2/userInfo', json(document))
    const failures: string[] = []
    const app = application({
      providers: [generic({ user_response_structure: structure })],
      onFailure({ type, error }) {
        failures.push(`${type}: ${error.message}`)
        return new Response()
      },
    })
    await signIn(app)
    expect(failures).toEqual([expect.stringMatching(/^blank_uid: .*id_path: \['sub'\]/)])
    expect(app.successes).toEqual([])
  })

  test('keeps all digits of a large uid', async () => {
    provider.answers.set('/oauth2/userInfo', raw('{"id":12345678901234567891}', { 'content-type': 'application/json' }))
    const app = application({ providers: [generic()] })
    await signIn(app)
    expect(app.successes[0]?.auth.uid).toBe('12345678901234567891')
  })
})
