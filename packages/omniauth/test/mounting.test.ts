import type { Mounting, OmniauthOptions, Strategy } from '@poolhouse/omniauth'
import { describe, expect, test } from 'vitest'
import { failureOf, fullHost } from './application.ts'
import { app, post, stateOf, strategy } from './plain-strategy.ts'

/** An application with one strategy in this configuration, and the callback URLs that the strategy gets. */
function mounted(mounting: Mounting, options: Partial<OmniauthOptions> = {}) {
  const callbackUrls: string[] = []
  const plain = strategy()
  const watched: Strategy = {
    ...plain,
    mounting,
    requestPhase(services, phase) {
      callbackUrls.push(phase.callbackUrl)
      return plain.requestPhase(services, phase)
    },
    callbackPhase(services, phase) {
      callbackUrls.push(phase.callbackUrl)
      return plain.callbackPhase(services, phase)
    },
  }
  return { ...app({ providers: [watched], ...options }), callbackUrls }
}

describe('paths of one provider', () => {
  test('request_path replaces the usual path, which then goes to the application (case 14)', async () => {
    const a = mounted({ requestPath: '/awesome' })
    expect((await a.begin('/awesome')).host).toBe('idp.test')
    expect(await a.request('/auth/test', post)).toBeUndefined()
    expect(a.auth.providers[0]?.requestPath).toBe('/awesome')
  })

  test('callback_path changes the callback URL (case 15)', async () => {
    const a = mounted({ callbackPath: '/radical' })
    const state = stateOf(await a.begin('/auth/test'))
    expect(await (await a.comeBack({ state }, '/radical'))?.text()).toBe('welcome')
    expect(a.callbackUrls).toEqual([`${fullHost}/radical`, `${fullHost}/radical`])
  })

  test('a function decides which requests begin a sign-in (case 16)', async () => {
    const a = mounted({ requestPath: (request) => request.headers.get('x-begin') === 'yes' })
    expect((await a.begin('/anywhere', { headers: { 'x-begin': 'yes' } })).host).toBe('idp.test')
    expect(await a.request('/auth/test', post)).toBeUndefined()
  })

  test('a function decides which requests are callbacks, and their URL is the callback URL (case 17)', async () => {
    const a = mounted({ callbackPath: (request) => new URL(request.url).pathname.startsWith('/tenant/') })
    const state = stateOf(await a.begin('/auth/test'))
    expect(await (await a.comeBack({ state }, '/tenant/7'))?.text()).toBe('welcome')
    expect(a.callbackUrls).toEqual([`${fullHost}/auth/test/callback`, `${fullHost}/tenant/7`])
  })

  // Ruby uses such a text for the callback path too, so a link could be a callback where a form is a request. omniauth
  // separates them.
  test('a function can return the request path, and the callback path does not change (case 18)', async () => {
    const a = mounted({ requestPath: () => '/auth/named' })
    const state = stateOf(await a.begin('/auth/named'))
    expect(await a.request('/auth/named', { method: 'GET' })).toBeUndefined()
    expect(await (await a.comeBack({ state }, '/auth/test/callback'))?.text()).toBe('welcome')
  })

  test('configured paths do not get the base path (case 21)', async () => {
    const a = mounted({ requestPath: '/awesome', callbackPath: '/radical' }, { basePath: '/myapp' })
    expect((await a.begin('/awesome')).host).toBe('idp.test')
    expect(a.callbackUrls).toEqual([`${fullHost}/radical`])
  })

  // Ruby keeps the request's query in the callback URL, and its OAuth2 strategies remove it again, because providers
  // compare whole URLs.
  test('the callback URL has no query, and params has the query of the request (case 22)', async () => {
    const a = mounted({})
    const state = stateOf(await a.begin('/auth/test?id=5'))
    await a.comeBack({ state }, '/auth/test/callback')
    expect(a.callbackUrls).toEqual([`${fullHost}/auth/test/callback`, `${fullHost}/auth/test/callback`])
    expect(a.successes[0]?.params).toEqual({ id: '5' })
  })

  test('the failure page has the path prefix of the provider (case 45)', async () => {
    const a = mounted({ pathPrefix: '/sso' }, { basePath: '/myapp' })
    const response = await a.comeBack({ state: 'x' }, '/myapp/sso/test/callback')
    expect(response?.headers.get('location')).toBe('/myapp/sso/failure?message=csrf_detected&strategy=test')
  })

  // OmniAuth has special code for a Host with a |. omniauth never uses the host of a request.
  test('a | in the query has no effect (case 25)', async () => {
    expect((await mounted({}).begin('/auth/test?a=1|2')).host).toBe('idp.test')
  })
})

describe('a form instead of the request phase', () => {
  test('a function returns a page, and true lets the application answer (case 23)', async () => {
    const page = mounted({ form: () => new Response('which tenant?') })
    expect(await (await page.request('/auth/test', post))?.text()).toBe('which tenant?')
    expect(page.cookies.size).toBe(0)
    expect(await mounted({ form: true }).request('/auth/test', post)).toBeUndefined()
  })

  test('is shown only after the check', async () => {
    const a = mounted({ form: () => new Response('which tenant?') }, { validateRequest: () => false })
    expect(failureOf(await a.request('/auth/test', post))).toBe('authenticity_error')
  })
})

describe('info', () => {
  test.each<[Mounting['skipInfo'], boolean]>([
    [true, true],
    [false, false],
    [undefined, false],
    [(uid) => uid === '1', true],
    [(uid) => uid === '2', false],
  ])('skip_info %s leaves info out or not (case 53)', async (skipInfo, skipped) => {
    const a = mounted(skipInfo === undefined ? {} : { skipInfo })
    await a.comeBack({ state: stateOf(await a.begin('/auth/test')) }, '/auth/test/callback')
    expect(a.successes[0]?.auth.info).toEqual(skipped ? {} : { name: 'Jane' })
  })
})

describe('the origin', () => {
  const originAt = async (path: string, a: ReturnType<typeof mounted>, headers = {}) => {
    await a.comeBack({ state: stateOf(await a.begin(path, { headers })) }, '/auth/test/callback')
    return a.successes[0]?.origin
  }

  test('origin_param names the parameter for one provider or for all (case 29)', async () => {
    expect(await originAt('/auth/test?return=/foo', mounted({ originParam: 'return' }))).toBe('/foo')
    expect(await originAt('/auth/test?return=/foo', mounted({}, { originParam: 'return' }))).toBe('/foo')
  })

  test('origin_param false keeps no origin (case 30)', async () => {
    const referer = { referer: `${fullHost}/page` }
    expect(await originAt('/auth/test?origin=/foo', mounted({ originParam: false }), referer)).toBeUndefined()
  })

  test('the callback returns the origin once, and the end of the sign-in removes it (case 31)', async () => {
    const a = mounted({})
    expect(await originAt('/auth/test?origin=/foo', a)).toBe('/foo')
    expect(a.cookies.size).toBe(0)
  })

  test('only an allowed origin of another site passes, as a whole URL', async () => {
    const options = { allowedOrigins: ['https://www.example.com'] }
    const ask = (origin: string) => originAt(`/auth/test?${new URLSearchParams({ origin })}`, mounted({}, options))
    expect(await ask('https://www.example.com/a?b=1')).toBe('https://www.example.com/a?b=1')
    expect(await ask('https://www.example.com.evil.example/')).toBeUndefined()
    expect(await ask('http://www.example.com/')).toBeUndefined()
    expect(await ask('https://x:y@www.example.com/')).toBeUndefined()
  })
})

describe('methods', () => {
  const warned: string[] = []
  const log = { info() {}, warn: (event: string) => void warned.push(event), error() {} }

  test('allowed methods begin a sign-in, the others go to the application (case 8)', async () => {
    const a = app({ allowedRequestMethods: ['put', 'post'] })
    expect((await a.begin('/auth/test', { method: 'PUT' })).host).toBe('idp.test')
    expect(await a.request('/auth/test', { method: 'GET' })).toBeUndefined()
    expect((await a.request('/auth/test', { method: 'OPTIONS' }))?.headers.get('allow')).toBe('PUT, POST')
  })

  test('an allowed GET logs one warning, unless it is silenced (case 40)', async () => {
    warned.length = 0
    const a = app({ allowedRequestMethods: ['GET'], log })
    await a.request('/elsewhere', { method: 'GET' })
    expect(warned).toEqual([])
    for (let count = 0; count < 2; count++) await a.request('/auth/test', { method: 'GET' })
    expect(warned).toEqual(['request-phase.get'])
    await app({ allowedRequestMethods: ['GET'], silenceGetWarning: true, log }).request('/auth/test', { method: 'GET' })
    expect(warned).toEqual(['request-phase.get'])
  })

  // In Ruby, a GET needs no token. omniauth calls the application's check for every method.
  test('the check also runs for GET (case 40)', async () => {
    const a = app({ allowedRequestMethods: ['GET'], log, validateRequest: () => false })
    expect(failureOf(await a.request('/auth/test', { method: 'GET' }))).toBe('authenticity_error')
  })

  // Ruby has a check and a list of exceptions. Here the check is a function of the application.
  test('a request that the check accepts goes on (case 41)', async () => {
    const validateRequest = (request: Request) => request.headers.get('x-app') === 'mobile'
    expect((await app({ validateRequest }).begin('/auth/test', { headers: { 'x-app': 'mobile' } })).host).toBe(
      'idp.test',
    )
  })
})

test('omniauth needs no session, because a cookie keeps the state of a sign-in (case 12)', async () => {
  const a = app()
  expect(a.cookies.size).toBe(0)
  await a.begin('/auth/test')
  expect([...a.cookies.keys()]).toEqual([expect.stringMatching(/^omniauth_txn_[0-9a-f]{24}$/)])
})

test('failures are thrown if the application wants it (case 46)', async () => {
  await expect(app({ raiseFailures: true }).comeBack({ state: 'x' }, '/auth/test/callback')).rejects.toMatchObject({
    type: 'csrf_detected',
  })
})

test('a strategy object is used as it is (case 64)', async () => {
  const a = app({ providers: [strategy('own')] })
  expect(a.auth.providers.map(({ name, requestPath }) => [name, requestPath])).toEqual([['own', '/auth/own']])
})
