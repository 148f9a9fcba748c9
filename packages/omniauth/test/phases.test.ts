import { infoText, OmniauthError, omniauth } from '@poolhouse/omniauth'
import { describe, expect, test } from 'vitest'
import { failureOf, fullHost } from './application.ts'
import { app, post, stateOf, strategy } from './plain-strategy.ts'

describe('dispatch', () => {
  test.each(['/auth/test', '/AUTH/Test', '/auth/test/'])(
    'POST %s begins the request phase (cases 1-3)',
    async (path) => {
      expect((await app().begin(path)).host).toBe('idp.test')
    },
  )

  test.each(['/auth/test/callback', '/AUTH/TeSt/CaLlBAck', '/auth/test/callback/'])(
    'a request to %s is the callback phase (cases 4-6)',
    async (path) => {
      const a = app()
      const state = stateOf(await a.begin('/auth/test'))
      expect(await (await a.comeBack({ state }, path))?.text()).toBe('welcome')
    },
  )

  test.each(['GET', 'HEAD', 'PUT', 'DELETE'])(
    '%s on the request path goes to the application (cases 7, 8)',
    async (method) => {
      expect(await app().request('/auth/test', { method })).toBeUndefined()
    },
  )

  test.each(['/auth/test', '/auth/test/callback'])('OPTIONS %s answers Allow: POST (cases 9, 10)', async (path) => {
    const response = await app().request(path, { method: 'OPTIONS' })
    expect([response?.status, response?.headers.get('allow')]).toEqual([200, 'POST'])
  })

  test.each(['/', '/auth', '/auth/failure', '/auth/other', '/auth/test/callback/x', '/authtest', '/x/auth/test'])(
    '%s goes to the application with every method (case 11)',
    async (path) => {
      for (const method of ['POST', 'OPTIONS', 'GET']) expect(await app().request(path, { method })).toBeUndefined()
    },
  )

  test('the request path and the callback URL consist of base path and prefix, with the base path once (cases 19, 20)', async () => {
    const seen: string[] = []
    const a = app({
      providers: [
        {
          ...strategy(),
          async requestPhase(_, phase) {
            seen.push(phase.callbackUrl)
            return { location: 'https://idp.test', keep: {} }
          },
        },
      ],
      pathPrefix: '/wowzers',
      basePath: '/myapp',
    })
    await a.begin('/myapp/wowzers/test')
    expect(seen).toEqual([`${fullHost}/myapp/wowzers/test/callback`])
    expect(a.auth.providers).toEqual([
      {
        name: 'test',
        label: 'Test',
        requestPath: '/myapp/wowzers/test',
        callbackUrl: `${fullHost}/myapp/wowzers/test/callback`,
      },
    ])
  })

  // Case 24 takes the host from forwarded headers. omniauth uses only fullHost: a forged Host header must not change
  // the callback URL.
  test('callback URLs come from fullHost, not from the request (case 24)', async () => {
    const seen: string[] = []
    const auth = omniauth({
      providers: [
        {
          ...strategy(),
          async requestPhase(_, phase) {
            seen.push(phase.callbackUrl)
            return { location: 'https://idp.test', keep: {} }
          },
        },
      ],
      fullHost: 'https://app.example.com',
      secret: 'x'.repeat(32),
      validateRequest: () => true,
      onSuccess: () => new Response(),
    })
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
    const response = await auth.handler(new Request('http://evil.example/auth/test', { method: 'POST', headers }))
    expect(seen).toEqual(['https://app.example.com/auth/test/callback'])
    expect(response?.headers.getSetCookie()[0]).toMatch(
      /^__Host-omniauth_txn_[0-9a-f]{24}=.*; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/,
    )
  })
})

describe('params and origin', () => {
  async function resultOf(path: string, init: RequestInit = {}) {
    const a = app()
    await a.comeBack({ state: stateOf(await a.begin(path, init)) }, '/auth/test/callback')
    return a.successes[0]
  }

  test('the callback gets the query of the request phase, but not its body parameters (cases 34, 35)', async () => {
    const body = new URLSearchParams({ secret: 'x' })
    expect((await resultOf('/auth/test?remember_me=1', { body }))?.params).toEqual({ remember_me: '1' })
  })

  test.each([
    ['the origin is the Referer (case 27)', '/auth/test', { referer: `${fullHost}/page?x=1` }, '/page?x=1'],
    [
      'the parameter origin overrides the Referer (case 28)',
      '/auth/test?origin=/foo',
      { referer: `${fullHost}/page` },
      '/foo',
    ],
    ['a Referer with the request path is not an origin', '/auth/test', { referer: `${fullHost}/auth/test` }, undefined],
    ['an empty origin is none (case 32)', '/auth/test?origin=', { referer: `${fullHost}/page` }, undefined],
    ['without parameter and Referer there is no origin', '/auth/test', {}, undefined],
  ])('%s', async (_, path, headers, origin) => {
    expect((await resultOf(path, { headers }))?.origin).toBe(origin)
  })

  // OmniAuth accepts any origin. omniauth accepts only pages of the application.
  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    `${fullHost}//evil.example`,
    'http://app.test:3000@evil.example/',
    'http://app.test/',
    'https://app.test:3000/',
    'javascript:alert(1)',
    '\t//evil.example',
  ])('origin %j does not lead to another site', async (origin) => {
    const result = await resultOf(`/auth/test?${new URLSearchParams({ origin })}`)
    expect(result?.origin).toBeUndefined()
  })

  test('the form can name the origin too', async () => {
    const body = new URLSearchParams({ origin: '/from-form' })
    expect((await resultOf('/auth/test', { body }))?.origin).toBe('/from-form')
  })

  test('the failure page gets the origin (case 33)', async () => {
    const a = app({
      providers: [
        strategy('test', () => {
          throw new OmniauthError('timeout', 'late')
        }),
      ],
    })
    const state = stateOf(await a.begin('/auth/test?origin=/foo'))
    const response = await a.comeBack({ state }, '/auth/test/callback')
    expect(response?.headers.get('location')).toBe('/auth/failure?message=timeout&origin=%2Ffoo&strategy=test')
  })

  test('each hook runs once (case 36)', async () => {
    const ran: string[] = []
    const a = app({
      hooks: {
        beforeRequest: () => void ran.push('beforeRequest'),
        afterRequest: () => void ran.push('afterRequest'),
        beforeCallback: () => void ran.push('beforeCallback'),
        beforeOptions: () => void ran.push('beforeOptions'),
      },
    })
    await a.request('/auth/test', { method: 'OPTIONS' })
    await a.comeBack({ state: stateOf(await a.begin('/auth/test')) }, '/auth/test/callback')
    expect(ran).toEqual(['beforeOptions', 'beforeRequest', 'afterRequest', 'beforeCallback'])
  })
})

describe('the CSRF check of the request phase', () => {
  const throwing = () => {
    throw new Error('no token')
  }
  test.each([
    ['false', () => false],
    ['a truthy value that is not true', (() => 'yes') as unknown as () => boolean],
    ['an exception', throwing],
    ['a rejection', async () => throwing()],
  ])('a check with %s refuses the request with authenticity_error (case 39)', async (_, validateRequest) => {
    const a = app({ validateRequest })
    const response = await a.request('/auth/test', post)
    expect(failureOf(response)).toBe('authenticity_error')
    expect(a.cookies.size).toBe(0)
  })

  test('the check can read the form before the request phase goes on (case 38)', async () => {
    const validateRequest = async (request: Request) => (await request.formData()).get('authenticity_token') === 'right'
    const body = new URLSearchParams({ authenticity_token: 'right', origin: '/foo' })
    const a = app({ validateRequest })
    await a.comeBack({ state: stateOf(await a.begin('/auth/test', { body })) }, '/auth/test/callback')
    expect(a.successes[0]?.origin).toBe('/foo')
  })

  test('omniauth refuses a configuration without a check', () => {
    expect(() => app({ validateRequest: undefined as unknown as () => boolean })).toThrow('validateRequest is missing')
  })
})

describe('state', () => {
  const comeBack = '/auth/test/callback'
  const refused = async (a: ReturnType<typeof app>, params: Record<string, string>, path = comeBack) => {
    expect(failureOf(await a.comeBack(params, path))).toBe('csrf_detected')
    expect(a.successes).toEqual([])
  }

  test('a missing state is refused (case 75)', async () => {
    const a = app()
    await a.begin('/auth/test')
    await refused(a, {})
  })

  test('a wrong state is refused, even with an error (case 76)', async () => {
    const a = app()
    await a.begin('/auth/test')
    await refused(a, { state: 'f'.repeat(48), error: 'access_denied' })
  })

  test('the state of another browser is refused, because this one has no cookie', async () => {
    const state = stateOf(await app().begin('/auth/test'))
    await refused(app(), { state })
  })

  test('a replayed state is refused, also after a callback that failed', async () => {
    const a = app({
      providers: [
        strategy('test', () => {
          throw new OmniauthError('invalid_credentials', 'no')
        }),
      ],
    })
    const state = stateOf(await a.begin('/auth/test'))
    expect(failureOf(await a.comeBack({ state }, comeBack))).toBe('invalid_credentials')
    await refused(a, { state })
  })

  test('a state older than ten minutes is refused', async () => {
    const a = app()
    const state = stateOf(await a.begin('/auth/test'))
    a.time.now += 10 * 60 * 1000 + 1
    await refused(a, { state })
  })

  test('a repeated state parameter is refused', async () => {
    const a = app()
    const state = stateOf(await a.begin('/auth/test'))
    expect(failureOf(await a.request(`${comeBack}?state=${state}&state=${state}`))).toBe('csrf_detected')
  })

  test('the answer of one provider at the callback of another is refused [A18]', async () => {
    const a = app({ providers: [strategy('honest'), strategy('attacker')] })
    const state = stateOf(await a.begin('/auth/attacker'))
    await refused(a, { state }, '/auth/honest/callback')
  })

  test('a cookie with the right name that another application wrote is refused', async () => {
    const a = app()
    const state = stateOf(await a.begin('/auth/test'))
    const other = app({ secret: 'another secret, as long as the first is' })
    const otherState = stateOf(await other.begin('/auth/test'))
    const [name = ''] = a.cookies.keys()
    for (const value of [[...other.cookies.values()][0] ?? '', 'garbage', '']) {
      a.cookies.set(name, value)
      await refused(a, { state })
    }
    expect(otherState).not.toBe(state)
  })

  test('the valid cookie of another sign-in under the name of this state is refused', async () => {
    const a = app()
    const first = stateOf(await a.begin('/auth/test'))
    const [firstName = ''] = a.cookies.keys()
    await a.begin('/auth/test')
    const [, second = ''] = [...a.cookies.values()]
    a.cookies.set(firstName, second)
    await refused(a, { state: first })
  })

  test('two tabs can sign in at the same time', async () => {
    const a = app()
    const states = [stateOf(await a.begin('/auth/test?tab=1')), stateOf(await a.begin('/auth/test?tab=2'))]
    for (const state of states) await a.comeBack({ state }, comeBack)
    expect(a.successes.map((success) => success.params)).toEqual([{ tab: '1' }, { tab: '2' }])
    expect(a.cookies.size).toBe(0)
  })

  test('the browser keeps the five newest sign-ins in progress', async () => {
    const a = app()
    const states: string[] = []
    for (let count = 0; count < 8; count++) {
      a.time.now += 1000
      states.push(stateOf(await a.begin('/auth/test')))
    }
    expect(a.cookies.size).toBe(5)
    await refused(a, { state: states[0] ?? '' })
    expect(await (await a.comeBack({ state: states[7] ?? '' }, comeBack))?.text()).toBe('welcome')
  })

  test('the content of the cookie can not be read', async () => {
    const a = app()
    await a.begin('/auth/test?remember_me=yes-please')
    const [value = ''] = a.cookies.values()
    const seen = value.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    expect(seen.join(' ')).not.toMatch(/yes-please|kept/)
  })

  test('a query that is too large for a cookie is refused', async () => {
    expect(failureOf(await app().request(`/auth/test?x=${'y'.repeat(4000)}`, post))).toBe('invalid_request')
  })
})

describe('failures', () => {
  // In case 43, the exception's message is the failure type. omniauth does not put this text into the URL.
  test('an exception in a strategy is unexpected_error, and only the log has its text (case 43)', async () => {
    const lines: unknown[] = []
    const log = { info() {}, warn() {}, error: (...line: unknown[]) => void lines.push(line) }
    const broken = { ...strategy(), requestPhase: () => Promise.reject(new Error('the innards')) }
    const response = await app({ providers: [broken], log }).request('/auth/test', post)
    expect(response?.headers.get('location')).toBe('/auth/failure?message=unexpected_error&strategy=test')
    expect(JSON.stringify(lines)).toContain('the innards')
  })

  test('an exception of the application is thrown to the caller (case 44)', async () => {
    const a = app({
      onSuccess() {
        throw new Error('the application')
      },
    })
    const state = stateOf(await a.begin('/auth/test'))
    await expect(a.comeBack({ state }, '/auth/test/callback')).rejects.toThrow('the application')
  })

  test('the failure path begins with base path and prefix, and the message is escaped (case 45)', async () => {
    const failing = strategy('test', () => {
      throw new OmniauthError('Connection refused!', 'x')
    })
    const a = app({ providers: [failing], basePath: '/myapp' })
    const state = stateOf(await a.begin('/myapp/auth/test'))
    const response = await a.comeBack({ state }, '/myapp/auth/test/callback')
    expect(response?.headers.get('location')).toBe('/myapp/auth/failure?message=Connection+refused%21&strategy=test')
  })

  test('a failure is logged with its type and message (case 47)', async () => {
    const lines: unknown[] = []
    const log = { info() {}, warn() {}, error: (...line: unknown[]) => void lines.push(line) }
    await app({ log }).comeBack({ state: 'x' }, '/auth/test/callback')
    expect(lines).toEqual([['sign-in.failed', expect.objectContaining({ provider: 'test', type: 'csrf_detected' })]])
  })

  test('a blank uid is refused for every strategy', async () => {
    const a = app()
    const state = stateOf(await a.begin('/auth/test'))
    expect(failureOf(await a.comeBack({ state, uid: ' ' }, '/auth/test/callback'))).toBe('blank_uid')
  })

  test('another body of this size is refused before the application reads it', async () => {
    const a = app({
      async validateRequest(request) {
        await request.text()
        throw new Error('it was asked')
      },
    })
    const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'y'.repeat(70_000) }
    expect((await a.request('/auth/test', init))?.status).toBe(413)
  })

  test.each(['/auth/test', '/auth/test/callback'])('a form larger than 64 KB is refused at %s', async (path) => {
    const body = new URLSearchParams({ x: 'y'.repeat(70_000) })
    expect((await app().request(path, { method: 'POST', body }))?.status).toBe(413)
    const custom = app({ onFailure: ({ type }) => new Response(type) })
    expect(await (await custom.request(path, { method: 'POST', body }))?.text()).toBe('form_too_large')
  })

  test('the response keeps the cookies of the application', async () => {
    const a = app({
      onSuccess() {
        const response = Response.redirect(`${fullHost}/home`)
        const headers = new Headers(response.headers)
        headers.append('set-cookie', 'session=1')
        headers.append('set-cookie', 'remember=2')
        return new Response(null, { status: 302, headers })
      },
    })
    const response = await a.comeBack({ state: stateOf(await a.begin('/auth/test')) }, '/auth/test/callback')
    expect(response?.headers.getSetCookie()).toEqual(['session=1', 'remember=2', expect.stringContaining('Max-Age=0')])
  })
})

describe('the data that the application keeps', () => {
  const keep = (request: Request) => ({ session: request.headers.get('x-session') ?? '' })
  const headers = { 'x-session': 'of the request phase' }

  test('comes back with the result, from the request phase and not from the callback', async () => {
    const a = app({ keep })
    const state = stateOf(await a.begin('/auth/test', { headers }))
    await a.request(`/auth/test/callback?state=${state}`, { headers: { 'x-session': 'of the callback' } })
    expect(a.successes[0]?.kept).toEqual({ session: 'of the request phase' })
  })

  test('comes back with a failure after a valid state', async () => {
    const received: unknown[] = []
    const fails = strategy('test', () => {
      throw new OmniauthError('access_denied', 'no')
    })
    const onFailure = ({ kept }: { kept: unknown }) => {
      received.push(kept)
      return new Response('failed')
    }
    const a = app({ keep, providers: [fails], onFailure })
    const state = stateOf(await a.begin('/auth/test', { headers }))
    await a.comeBack({ state }, '/auth/test/callback')
    await a.comeBack({ state }, '/auth/test/callback')
    expect(received).toEqual([{ session: 'of the request phase' }, {}])
  })

  test('is undefined if the application keeps nothing', async () => {
    const a = app()
    await a.comeBack({ state: stateOf(await a.begin('/auth/test')) }, '/auth/test/callback')
    expect(a.successes[0]?.kept).toEqual({})
  })
})

describe('configuration', () => {
  test.each([
    [{ fullHost: 'app.example.com' }, 'fullHost'],
    [{ fullHost: 'https://app.example.com/path' }, 'fullHost'],
    [{ fullHost: 'javascript:x' }, 'fullHost'],
    [{ pathPrefix: 'auth' }, 'pathPrefix'],
    [{ secret: 'short' }, 'secret is too short'],
  ])('the options %j are refused', (options, message) => {
    expect(() =>
      omniauth({
        providers: [],
        fullHost,
        secret: 'x'.repeat(32),
        validateRequest: () => true,
        onSuccess: () => new Response(),
        ...options,
      }),
    ).toThrow(message)
  })

  test('infoText reads texts and numbers', () => {
    expect([
      infoText({ email: 'a' }, 'email'),
      infoText({ email: 7 }, 'email'),
      infoText({ email: ['a'] }, 'email'),
    ]).toEqual(['a', '7', undefined])
  })
})
