import type { OmniauthOptions } from '@poolhouse/omniauth'
import { testMode } from '@poolhouse/omniauth/testing'
import { describe, expect, test, vi } from 'vitest'
import { failureOf, fullHost } from './application.ts'
import { app, post, stateOf, strategy } from './plain-strategy.ts'

const mocked = (options: Partial<OmniauthOptions> = {}) => {
  const mode = testMode()
  return { mode, ...app({ providers: [strategy(), strategy('other')], testMode: mode, ...options }) }
}

/** Goes where the request phase leads, as a browser does. */
async function signIn(a: ReturnType<typeof mocked>, path = '/auth/test', init: RequestInit = {}) {
  const location = await a.begin(path, init)
  return a.request(location.pathname + location.search)
}

describe('test mode', () => {
  test('case 55: the request phase leads to the callback; host, base path and query are kept', async () => {
    const a = mocked({ basePath: '/myapp' })
    const location = await a.begin('/myapp/auth/test?x=1')
    expect(location.origin + location.pathname).toBe(`${fullHost}/myapp/auth/test/callback`)
    expect(location.searchParams.get('x')).toBe('1')
  })

  test('case 56: another method is the application`s', async () => {
    expect(await mocked().request('/auth/test', { method: 'GET' })).toBeUndefined()
  })

  test('case 57: without a mock it is the default`s', async () => {
    const a = mocked()
    await signIn(a)
    expect(a.successes[0]?.auth).toMatchObject({ provider: 'test', uid: '1234', info: { name: 'Example User' } })
  })

  test('case 58: a provider`s mock is that provider`s', async () => {
    const a = mocked()
    a.mode.addMock('test', { uid: 'abc', info: { email: 'jane@example.com' } })
    await signIn(a)
    await signIn(a, '/auth/other')
    expect(a.successes.map(({ auth }) => [auth.provider, auth.uid])).toEqual([
      ['test', 'abc'],
      ['other', '1234'],
    ])
    a.mode.reset()
    await signIn(a)
    expect(a.successes[2]?.auth.uid).toBe('1234')
  })

  test('case 59: a mock that is a failure type fails', async () => {
    const a = mocked()
    a.mode.addMock('test', 'invalid_credentials')
    expect(failureOf(await signIn(a))).toBe('invalid_credentials')
    expect(a.successes).toEqual([])
  })

  test('case 60: origin and params are as in earnest', async () => {
    const a = mocked()
    await signIn(a, '/auth/test?origin=/foo&remember_me=1')
    expect(a.successes[0]).toMatchObject({ origin: '/foo', params: { origin: '/foo', remember_me: '1' } })
    expect(a.cookies.size).toBe(0)
  })

  test('case 61: the hooks run', async () => {
    const ran: string[] = []
    const a = mocked({
      hooks: { beforeRequest: () => void ran.push('request'), beforeCallback: () => void ran.push('callback') },
    })
    await signIn(a)
    expect(ran).toEqual(['request', 'callback'])
  })

  test('case 62: adding a mock does not change what was given, nor the mock later what was added', async () => {
    const a = mocked()
    const info = { name: 'Jane' }
    a.mode.addMock('default', { info })
    info.name = 'Changed'
    await signIn(a)
    expect(a.successes[0]?.auth).toMatchObject({ provider: 'test', info: { name: 'Jane' } })
  })

  test('cases 38, 42: the check stays real, and other paths are not looked at', async () => {
    const a = mocked({ validateRequest: () => false })
    expect(failureOf(await a.request('/auth/test', post))).toBe('authenticity_error')
    expect(await a.request('/elsewhere', post)).toBeUndefined()
  })

  test('the state stays real: a callback out of nowhere is refused', async () => {
    expect(failureOf(await mocked().request('/auth/test/callback'))).toBe('csrf_detected')
  })

  test('two applications in one process know nothing of each other', async () => {
    const [one, other] = [mocked(), mocked()]
    one.mode.addMock('test', { uid: 'one' })
    await signIn(other)
    expect(other.successes[0]?.auth.uid).toBe('1234')
    expect(stateOf(await app().begin('/auth/test'))).toMatch(/^[0-9a-f]{48}$/)
  })

  test('it is warned of, and refused in production', () => {
    const warned: string[] = []
    mocked({ log: { info() {}, warn: (event) => void warned.push(event), error() {} } })
    expect(warned).toEqual(['test-mode'])
    vi.stubEnv('NODE_ENV', 'production')
    expect(() => mocked()).toThrow('testMode is on in production')
    vi.unstubAllEnvs()
  })
})
