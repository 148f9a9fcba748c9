import type { OmniauthOptions } from '@poolhouse/omniauth'
import { testMode } from '@poolhouse/omniauth/testing'
import { describe, expect, test, vi } from 'vitest'
import { failureOf, fullHost } from './application.ts'
import { app, post, stateOf, strategy } from './plain-strategy.ts'

const mocked = (options: Partial<OmniauthOptions> = {}) => {
  const mode = testMode()
  return { mode, ...app({ providers: [strategy(), strategy('other')], testMode: mode, ...options }) }
}

/** Begins a sign-in and follows the redirect of the request phase, as a browser does. */
async function signIn(a: ReturnType<typeof mocked>, path = '/auth/test', init: RequestInit = {}) {
  const location = await a.begin(path, init)
  return a.request(location.pathname + location.search)
}

describe('test mode', () => {
  test('the request phase redirects to the callback with the same host, base path and query (case 55)', async () => {
    const a = mocked({ basePath: '/myapp' })
    const location = await a.begin('/myapp/auth/test?x=1')
    expect(location.origin + location.pathname).toBe(`${fullHost}/myapp/auth/test/callback`)
    expect(location.searchParams.get('x')).toBe('1')
  })

  test('a request with another method goes to the application (case 56)', async () => {
    expect(await mocked().request('/auth/test', { method: 'GET' })).toBeUndefined()
  })

  test('a provider without a mock uses the default mock (case 57)', async () => {
    const a = mocked()
    await signIn(a)
    expect(a.successes[0]?.auth).toMatchObject({ provider: 'test', uid: '1234', info: { name: 'Example User' } })
  })

  test('a provider`s mock applies to this provider only (case 58)', async () => {
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

  test('a mock that is a failure type makes the sign-in fail (case 59)', async () => {
    const a = mocked()
    a.mode.addMock('test', 'invalid_credentials')
    expect(failureOf(await signIn(a))).toBe('invalid_credentials')
    expect(a.successes).toEqual([])
  })

  test('origin and params work as without test mode (case 60)', async () => {
    const a = mocked()
    await signIn(a, '/auth/test?origin=/foo&remember_me=1')
    expect(a.successes[0]).toMatchObject({ origin: '/foo', params: { origin: '/foo', remember_me: '1' } })
    expect(a.cookies.size).toBe(0)
  })

  test('the hooks run (case 61)', async () => {
    const ran: string[] = []
    const a = mocked({
      hooks: { beforeRequest: () => void ran.push('request'), beforeCallback: () => void ran.push('callback') },
    })
    await signIn(a)
    expect(ran).toEqual(['request', 'callback'])
  })

  test('addMock copies its argument, so later changes of it have no effect (case 62)', async () => {
    const a = mocked()
    const info = { name: 'Jane' }
    a.mode.addMock('default', { info })
    info.name = 'Changed'
    await signIn(a)
    expect(a.successes[0]?.auth).toMatchObject({ provider: 'test', info: { name: 'Jane' } })
  })

  test('the check still runs, and other paths go to the application (cases 38, 42)', async () => {
    const a = mocked({ validateRequest: () => false })
    expect(failureOf(await a.request('/auth/test', post))).toBe('authenticity_error')
    expect(await a.request('/elsewhere', post)).toBeUndefined()
  })

  test('the state is still checked: a callback without a request phase is refused', async () => {
    expect(failureOf(await mocked().request('/auth/test/callback'))).toBe('csrf_detected')
  })

  test('two applications in one process do not share mocks', async () => {
    const [one, other] = [mocked(), mocked()]
    one.mode.addMock('test', { uid: 'one' })
    await signIn(other)
    expect(other.successes[0]?.auth.uid).toBe('1234')
    expect(stateOf(await app().begin('/auth/test'))).toMatch(/^[0-9a-f]{48}$/)
  })

  test('test mode logs a warning and is refused in production', () => {
    const warned: string[] = []
    mocked({ log: { info() {}, warn: (event) => void warned.push(event), error() {} } })
    expect(warned).toEqual(['test-mode'])
    vi.stubEnv('NODE_ENV', 'production')
    expect(() => mocked()).toThrow('testMode is on in production')
    vi.unstubAllEnvs()
  })
})
