import { infoText, OmniauthError, omniauth } from '@poolhouse/omniauth'
import { describe, expect, test } from 'vitest'
import { failureOf, fullHost } from './application.ts'
import { app, post, stateOf, strategy } from './plain-strategy.ts'

describe('dispatch', () => {
  test.each(['/auth/test', '/AUTH/Test', '/auth/test/'])('cases 1-3: POST %s is the request phase', async (path) => {
    expect((await app().begin(path)).host).toBe('idp.test')
  })

  test.each(['/auth/test/callback', '/AUTH/TeSt/CaLlBAck', '/auth/test/callback/'])(
    'cases 4-6: %s is the callback phase',
    async (path) => {
      const a = app()
      const state = stateOf(await a.begin('/auth/test'))
      expect(await (await a.comeBack({ state }, path))?.text()).toBe('welcome')
    },
  )

  test.each(['GET', 'HEAD', 'PUT', 'DELETE'])(
    'cases 7, 8: %s on the request path is the application`s',
    async (method) => {
      expect(await app().request('/auth/test', { method })).toBeUndefined()
    },
  )

  test.each(['/auth/test', '/auth/test/callback'])('cases 9, 10: OPTIONS %s answers Allow: POST', async (path) => {
    const response = await app().request(path, { method: 'OPTIONS' })
    expect([response?.status, response?.headers.get('allow')]).toEqual([200, 'POST'])
  })

  test.each(['/', '/auth', '/auth/failure', '/auth/other', '/auth/test/callback/x', '/authtest', '/x/auth/test'])(
    'case 11: %s is the application`s, whatever the method',
    async (path) => {
      for (const method of ['POST', 'OPTIONS', 'GET']) expect(await app().request(path, { method })).toBeUndefined()
    },
  )

  test('cases 19, 20: prefix and base path make the request path and the callback URL, the base path once', async () => {
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

  // Case 24 takes the host from forwarded headers. Ours takes it from configuration alone: a forged Host must not move the callback.
  test('case 24: callback URLs come from fullHost, not from the request', async () => {
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

  test('cases 34, 35: the query is kept until the callback, body parameters are not', async () => {
    const body = new URLSearchParams({ secret: 'x' })
    expect((await resultOf('/auth/test?remember_me=1', { body }))?.params).toEqual({ remember_me: '1' })
  })

  test.each([
    ['case 27: Referer', '/auth/test', { referer: `${fullHost}/page?x=1` }, '/page?x=1'],
    ['case 28: ?origin wins over Referer', '/auth/test?origin=/foo', { referer: `${fullHost}/page` }, '/foo'],
    ['Referer that is the request path', '/auth/test', { referer: `${fullHost}/auth/test` }, undefined],
    ['case 32: empty', '/auth/test?origin=', { referer: `${fullHost}/page` }, undefined],
    ['none', '/auth/test', {}, undefined],
  ])('%s', async (_, path, headers, origin) => {
    expect((await resultOf(path, { headers }))?.origin).toBe(origin)
  })

  // OmniAuth hands on any origin. Ours lets none through that leads elsewhere.
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
  ])('origin %j does not lead elsewhere', async (origin) => {
    const result = await resultOf(`/auth/test?${new URLSearchParams({ origin })}`)
    expect(result?.origin).toBeUndefined()
  })

  test('an origin in the form counts as well', async () => {
    const body = new URLSearchParams({ origin: '/from-form' })
    expect((await resultOf('/auth/test', { body }))?.origin).toBe('/from-form')
  })

  test('case 33: a failure carries the origin', async () => {
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

  test('case 36: the hooks run once each', async () => {
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
  ])('case 39: %s refuses with authenticity_error', async (_, validateRequest) => {
    const a = app({ validateRequest })
    const response = await a.request('/auth/test', post)
    expect(failureOf(response)).toBe('authenticity_error')
    expect(a.cookies.size).toBe(0)
  })

  test('case 38: the check may read the form, and the phase goes on', async () => {
    const validateRequest = async (request: Request) => (await request.formData()).get('authenticity_token') === 'right'
    const body = new URLSearchParams({ authenticity_token: 'right', origin: '/foo' })
    const a = app({ validateRequest })
    await a.comeBack({ state: stateOf(await a.begin('/auth/test', { body })) }, '/auth/test/callback')
    expect(a.successes[0]?.origin).toBe('/foo')
  })

  test('there is no way without a check', () => {
    expect(() => app({ validateRequest: undefined as unknown as () => boolean })).toThrow('validateRequest is missing')
  })
})

describe('state', () => {
  const comeBack = '/auth/test/callback'
  const refused = async (a: ReturnType<typeof app>, params: Record<string, string>, path = comeBack) => {
    expect(failureOf(await a.comeBack(params, path))).toBe('csrf_detected')
    expect(a.successes).toEqual([])
  }

  test('case 75: missing', async () => {
    const a = app()
    await a.begin('/auth/test')
    await refused(a, {})
  })

  test('case 76: wrong, even with an error beside it', async () => {
    const a = app()
    await a.begin('/auth/test')
    await refused(a, { state: 'f'.repeat(48), error: 'access_denied' })
  })

  test('another browser`s, which has no cookie', async () => {
    const state = stateOf(await app().begin('/auth/test'))
    await refused(app(), { state })
  })

  test('replayed: the first callback ends the sign-in, also when it fails', async () => {
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

  test('older than ten minutes', async () => {
    const a = app()
    const state = stateOf(await a.begin('/auth/test'))
    a.time.now += 10 * 60 * 1000 + 1
    await refused(a, { state })
  })

  test('given twice', async () => {
    const a = app()
    const state = stateOf(await a.begin('/auth/test'))
    expect(failureOf(await a.request(`${comeBack}?state=${state}&state=${state}`))).toBe('csrf_detected')
  })

  test('the answer for one provider at the callback of another [A18]', async () => {
    const a = app({ providers: [strategy('honest'), strategy('attacker')] })
    const state = stateOf(await a.begin('/auth/attacker'))
    await refused(a, { state }, '/auth/honest/callback')
  })

  test('a cookie under the right name that this application did not write', async () => {
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

  test('a genuine cookie of another sign-in put under this state`s name', async () => {
    const a = app()
    const first = stateOf(await a.begin('/auth/test'))
    const [firstName = ''] = a.cookies.keys()
    await a.begin('/auth/test')
    const [, second = ''] = [...a.cookies.values()]
    a.cookies.set(firstName, second)
    await refused(a, { state: first })
  })

  test('two tabs do not disturb each other', async () => {
    const a = app()
    const states = [stateOf(await a.begin('/auth/test?tab=1')), stateOf(await a.begin('/auth/test?tab=2'))]
    for (const state of states) await a.comeBack({ state }, comeBack)
    expect(a.successes.map((success) => success.params)).toEqual([{ tab: '1' }, { tab: '2' }])
    expect(a.cookies.size).toBe(0)
  })

  test('the browser keeps a handful of sign-ins under way, the newest ones', async () => {
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

  test('the cookie shows nothing of what it keeps', async () => {
    const a = app()
    await a.begin('/auth/test?remember_me=yes-please')
    const [value = ''] = a.cookies.values()
    const seen = value.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    expect(seen.join(' ')).not.toMatch(/yes-please|kept/)
  })

  test('a query that does not fit into a cookie is refused', async () => {
    expect(failureOf(await app().request(`/auth/test?x=${'y'.repeat(4000)}`, post))).toBe('invalid_request')
  })
})

describe('failures', () => {
  // Case 43 makes the exception's message the failure type. Ours keeps a fault's text out of the URL.
  test('case 43: a fault in a strategy is unexpected_error, its text only in the log', async () => {
    const lines: unknown[] = []
    const log = { info() {}, warn() {}, error: (...line: unknown[]) => void lines.push(line) }
    const broken = { ...strategy(), requestPhase: () => Promise.reject(new Error('the innards')) }
    const response = await app({ providers: [broken], log }).request('/auth/test', post)
    expect(response?.headers.get('location')).toBe('/auth/failure?message=unexpected_error&strategy=test')
    expect(JSON.stringify(lines)).toContain('the innards')
  })

  test('case 44: an error of the application itself passes through', async () => {
    const a = app({
      onSuccess() {
        throw new Error('the application')
      },
    })
    const state = stateOf(await a.begin('/auth/test'))
    await expect(a.comeBack({ state }, '/auth/test/callback')).rejects.toThrow('the application')
  })

  test('case 45: base path and prefix lead the failure path; the message is escaped', async () => {
    const failing = strategy('test', () => {
      throw new OmniauthError('Connection refused!', 'x')
    })
    const a = app({ providers: [failing], basePath: '/myapp' })
    const state = stateOf(await a.begin('/myapp/auth/test'))
    const response = await a.comeBack({ state }, '/myapp/auth/test/callback')
    expect(response?.headers.get('location')).toBe('/myapp/auth/failure?message=Connection+refused%21&strategy=test')
  })

  test('case 47: a failure is logged with type and message', async () => {
    const lines: unknown[] = []
    const log = { info() {}, warn() {}, error: (...line: unknown[]) => void lines.push(line) }
    await app({ log }).comeBack({ state: 'x' }, '/auth/test/callback')
    expect(lines).toEqual([['sign-in.failed', expect.objectContaining({ provider: 'test', type: 'csrf_detected' })]])
  })

  test('a blank uid of any strategy is refused', async () => {
    const a = app()
    const state = stateOf(await a.begin('/auth/test'))
    expect(failureOf(await a.comeBack({ state, uid: ' ' }, '/auth/test/callback'))).toBe('blank_uid')
  })

  test('any other body that large is refused before the application reads it', async () => {
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
    const told = app({ onFailure: ({ type }) => new Response(type) })
    expect(await (await told.request(path, { method: 'POST', body }))?.text()).toBe('form_too_large')
  })

  test('the application`s cookies stay beside ours', async () => {
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

describe('what the application keeps', () => {
  const keep = (request: Request) => ({ session: request.headers.get('x-session') ?? '' })
  const headers = { 'x-session': 'of the request phase' }

  test('comes back with the answer, from the request phase and not from the callback', async () => {
    const a = app({ keep })
    const state = stateOf(await a.begin('/auth/test', { headers }))
    await a.request(`/auth/test/callback?state=${state}`, { headers: { 'x-session': 'of the callback' } })
    expect(a.successes[0]?.kept).toEqual({ session: 'of the request phase' })
  })

  test('comes back with a failure that the state was right for', async () => {
    const told: unknown[] = []
    const fails = strategy('test', () => {
      throw new OmniauthError('access_denied', 'no')
    })
    const onFailure = ({ kept }: { kept: unknown }) => {
      told.push(kept)
      return new Response('failed')
    }
    const a = app({ keep, providers: [fails], onFailure })
    const state = stateOf(await a.begin('/auth/test', { headers }))
    await a.comeBack({ state }, '/auth/test/callback')
    await a.comeBack({ state }, '/auth/test/callback')
    expect(told).toEqual([{ session: 'of the request phase' }, {}])
  })

  test('is nothing where the application keeps nothing', async () => {
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
  ])('%j is refused', (options, message) => {
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
