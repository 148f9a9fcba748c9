import type { Mounting, OmniauthOptions, Strategy } from '@poolhouse/omniauth'
import { describe, expect, test } from 'vitest'
import { failureOf, fullHost } from './application.ts'
import { app, post, stateOf, strategy } from './plain-strategy.ts'

/** An application with one strategy that is mounted like this, and the callback URLs that the strategy was given. */
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
  test('case 14: a request path of its own; the usual one is then the application`s', async () => {
    const a = mounted({ requestPath: '/awesome' })
    expect((await a.begin('/awesome')).host).toBe('idp.test')
    expect(await a.request('/auth/test', post)).toBeUndefined()
    expect(a.auth.providers[0]?.requestPath).toBe('/awesome')
  })

  test('case 15: a callback path of its own makes the callback URL', async () => {
    const a = mounted({ callbackPath: '/radical' })
    const state = stateOf(await a.begin('/auth/test'))
    expect(await (await a.comeBack({ state }, '/radical'))?.text()).toBe('welcome')
    expect(a.callbackUrls).toEqual([`${fullHost}/radical`, `${fullHost}/radical`])
  })

  test('case 16: a function decides which requests begin', async () => {
    const a = mounted({ requestPath: (request) => request.headers.get('x-begin') === 'yes' })
    expect((await a.begin('/anywhere', { headers: { 'x-begin': 'yes' } })).host).toBe('idp.test')
    expect(await a.request('/auth/test', post)).toBeUndefined()
  })

  test('case 17: a function decides which requests come back, and the callback URL is where they came to', async () => {
    const a = mounted({ callbackPath: (request) => new URL(request.url).pathname.startsWith('/tenant/') })
    const state = stateOf(await a.begin('/auth/test'))
    expect(await (await a.comeBack({ state }, '/tenant/7'))?.text()).toBe('welcome')
    expect(a.callbackUrls).toEqual([`${fullHost}/auth/test/callback`, `${fullHost}/tenant/7`])
  })

  // Ruby takes such a text for the callback path, too: then a link could be a callback where a form is a request. Ours keeps them apart.
  test('case 18: a function may name the request path; the callback path stays', async () => {
    const a = mounted({ requestPath: () => '/auth/named' })
    const state = stateOf(await a.begin('/auth/named'))
    expect(await a.request('/auth/named', { method: 'GET' })).toBeUndefined()
    expect(await (await a.comeBack({ state }, '/auth/test/callback'))?.text()).toBe('welcome')
  })

  test('case 21: the base path is not put before paths of its own', async () => {
    const a = mounted({ requestPath: '/awesome', callbackPath: '/radical' }, { basePath: '/myapp' })
    expect((await a.begin('/awesome')).host).toBe('idp.test')
    expect(a.callbackUrls).toEqual([`${fullHost}/radical`])
  })

  // Ruby keeps the query of the request in the callback URL, and its OAuth2 strategies take it off again: providers compare addresses whole.
  test('case 22: the callback URL has no query; params bring it back', async () => {
    const a = mounted({})
    const state = stateOf(await a.begin('/auth/test?id=5'))
    await a.comeBack({ state }, '/auth/test/callback')
    expect(a.callbackUrls).toEqual([`${fullHost}/auth/test/callback`, `${fullHost}/auth/test/callback`])
    expect(a.successes[0]?.params).toEqual({ id: '5' })
  })

  test('case 45: the failure page has the prefix of the provider', async () => {
    const a = mounted({ pathPrefix: '/sso' }, { basePath: '/myapp' })
    const response = await a.comeBack({ state: 'x' }, '/myapp/sso/test/callback')
    expect(response?.headers.get('location')).toBe('/myapp/sso/failure?message=csrf_detected&strategy=test')
  })

  // OmniAuth takes a Host with a | in it apart by hand. Ours takes no host of a request at all.
  test('case 25: a | in the query disturbs nothing', async () => {
    expect((await mounted({}).begin('/auth/test?a=1|2')).host).toBe('idp.test')
  })
})

describe('a form in place of the request phase', () => {
  test('case 23: a function answers with its page, true leaves it to the application', async () => {
    const page = mounted({ form: () => new Response('which tenant?') })
    expect(await (await page.request('/auth/test', post))?.text()).toBe('which tenant?')
    expect(page.cookies.size).toBe(0)
    expect(await mounted({ form: true }).request('/auth/test', post)).toBeUndefined()
  })

  test('only after the check', async () => {
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
  ])('case 53: skip_info %s', async (skipInfo, skipped) => {
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

  test('case 29: origin_param names the parameter, of one provider or of all', async () => {
    expect(await originAt('/auth/test?return=/foo', mounted({ originParam: 'return' }))).toBe('/foo')
    expect(await originAt('/auth/test?return=/foo', mounted({}, { originParam: 'return' }))).toBe('/foo')
  })

  test('case 30: origin_param false keeps none', async () => {
    const referer = { referer: `${fullHost}/page` }
    expect(await originAt('/auth/test?origin=/foo', mounted({ originParam: false }), referer)).toBeUndefined()
  })

  test('case 31: the origin is told once, at the callback, and is gone with the sign-in', async () => {
    const a = mounted({})
    expect(await originAt('/auth/test?origin=/foo', a)).toBe('/foo')
    expect(a.cookies.size).toBe(0)
  })

  test('a further origin passes whole when it was named, and no other', async () => {
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

  test('case 8: those that are named begin, the others are the application`s', async () => {
    const a = app({ allowedRequestMethods: ['put', 'post'] })
    expect((await a.begin('/auth/test', { method: 'PUT' })).host).toBe('idp.test')
    expect(await a.request('/auth/test', { method: 'GET' })).toBeUndefined()
    expect((await a.request('/auth/test', { method: 'OPTIONS' }))?.headers.get('allow')).toBe('PUT, POST')
  })

  test('case 40: GET is warned of once, nowhere else, and not when silenced', async () => {
    warned.length = 0
    const a = app({ allowedRequestMethods: ['GET'], log })
    await a.request('/elsewhere', { method: 'GET' })
    expect(warned).toEqual([])
    for (let count = 0; count < 2; count++) await a.request('/auth/test', { method: 'GET' })
    expect(warned).toEqual(['request-phase.get'])
    await app({ allowedRequestMethods: ['GET'], silenceGetWarning: true, log }).request('/auth/test', { method: 'GET' })
    expect(warned).toEqual(['request-phase.get'])
  })

  // In Ruby a GET needs no token. Ours asks the application's check for every method.
  test('case 40: GET is checked as every method is', async () => {
    const a = app({ allowedRequestMethods: ['GET'], log, validateRequest: () => false })
    expect(failureOf(await a.request('/auth/test', { method: 'GET' }))).toBe('authenticity_error')
  })

  // Ruby has a list of exceptions beside the check; here the check itself is the application's.
  test('case 41: what the check lets pass, passes', async () => {
    const validateRequest = (request: Request) => request.headers.get('x-app') === 'mobile'
    expect((await app({ validateRequest }).begin('/auth/test', { headers: { 'x-app': 'mobile' } })).host).toBe(
      'idp.test',
    )
  })
})

test('case 12: no session is needed: what is to be remembered is in a cookie of the sign-in', async () => {
  const a = app()
  expect(a.cookies.size).toBe(0)
  await a.begin('/auth/test')
  expect([...a.cookies.keys()]).toEqual([expect.stringMatching(/^omniauth_txn_[0-9a-f]{24}$/)])
})

test('case 46: failures are thrown where the application says so', async () => {
  await expect(app({ raiseFailures: true }).comeBack({ state: 'x' }, '/auth/test/callback')).rejects.toMatchObject({
    type: 'csrf_detected',
  })
})

test('case 64: a strategy that is built already is taken as it is', async () => {
  const a = app({ providers: [strategy('own')] })
  expect(a.auth.providers.map(({ name, requestPath }) => [name, requestPath])).toEqual([['own', '/auth/own']])
})
