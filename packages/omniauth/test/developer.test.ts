import type { OmniauthOptions, ProviderConfig } from '@poolhouse/omniauth'
import { testMode } from '@poolhouse/omniauth/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { application, failureOf } from './application.ts'

afterEach(() => vi.unstubAllEnvs())

const here = 'http://localhost:3000'
const developer = (args: Record<string, unknown> = {}, label = 'Developer'): ProviderConfig => ({
  name: 'developer',
  label,
  args,
})
const on = (fullHost: string, options: Partial<OmniauthOptions> = {}) =>
  application({ providers: [developer()], fullHost, ...options })

async function begin(config: ProviderConfig = developer()) {
  const app = application({ providers: [config], fullHost: here })
  const response = await app.request('/users/auth/developer', { method: 'POST' })
  const page = (await response?.text()) ?? ''
  return { app, page, headers: response?.headers, state: /name="state" value="(\w+)"/.exec(page)?.[1] ?? '' }
}

const send = (app: Awaited<ReturnType<typeof begin>>['app'], fields: Record<string, string>) =>
  app.request('/users/auth/developer/callback', { method: 'POST', body: new URLSearchParams(fields) })

test('the form asks for name and address, and the sign-in uses them without a check', async () => {
  const { app, state } = await begin()
  const sent = { state, name: ' Jane Doe ', email: 'jane@example.com' }
  expect(await (await send(app, sent))?.text()).toBe('welcome')
  const person = { name: 'Jane Doe', email: 'jane@example.com' }
  expect(app.successes[0]?.auth).toEqual({
    provider: 'developer',
    uid: 'jane@example.com',
    info: person,
    credentials: { token: '', expires: false },
    extra: { raw_info: person },
  })
  expect(failureOf(await send(app, sent))).toBe('csrf_detected')
})

test('a form without the state of this browser is refused', async () => {
  const { app } = await begin()
  expect(failureOf(await send(app, { email: 'jane@example.com' }))).toBe('csrf_detected')
  expect(failureOf(await send(app, { state: 'a'.repeat(48), email: 'jane@example.com' }))).toBe('csrf_detected')
})

test.each([{}, { name: 'Jane' }, { email: ' ' }])('a form without an address is refused: %j', async (fields) => {
  const { app, state } = await begin()
  expect(failureOf(await send(app, { state, ...fields }))).toBe('blank_uid')
})

test('the page has and allows no script, and escapes its texts', async () => {
  const { page, headers, state } = await begin(developer({}, '"><script>alert(1)</script>&'))
  expect(page).not.toContain('<script')
  expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;')
  expect(page).toContain('<form method="post" action="/users/auth/developer/callback">')
  expect(state).toMatch(/^[0-9a-f]{48}$/)
  const nonce = /<style nonce="([^"]+)">/.exec(page)?.[1]
  expect(headers?.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'nonce-[^']+'; base-uri 'none'/,
  )
  expect(headers?.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
  expect(headers?.get('cache-control')).toBe('no-store')
  expect(page).not.toMatch(/\son\w+=|\sstyle=/)
})

test('fields and uid_field work as in OmniAuth', async () => {
  const { app, page, state } = await begin(developer({ fields: ['first_name', 'last_name'], uid_field: 'last_name' }))
  expect(page).toContain('<label for="first_name">First name</label>')
  await send(app, { state, first_name: 'Jane', last_name: 'Doe', email: 'x@example.com' })
  expect(app.successes[0]?.auth).toMatchObject({ uid: 'Doe', info: { first_name: 'Jane', last_name: 'Doe' } })
  expect(app.successes[0]?.auth.info).not.toHaveProperty('email')
})

test.each([
  [{ fields: 'name' }, 'fields is a text'],
  [{ fields: [] }, 'fields is a list'],
  [{ fields: ['state'] }, 'The names state, code and error are reserved'],
  [{ fields: ['"><script>'] }, 'expected names of fields'],
  [{ fields: ['name'], uid_field: 'email' }, 'uid_field is not among the fields'],
  [{ feilds: ['name'] }, 'did you mean fields?'],
])('%j is refused', (args, message) => {
  expect(() => application({ providers: [developer(args)], fullHost: here })).toThrow(message)
})

describe('only in development', () => {
  test.each([
    'http://localhost:3000',
    'https://localhost',
    'http://app.localhost',
    'http://127.0.0.1:8080',
    'http://[::1]:3000',
  ])('it is allowed on this machine: %s', (fullHost) => {
    expect(on(fullHost).auth.providers).toHaveLength(1)
  })

  test.each([
    'https://app.example.com',
    'http://app.test:3000',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://192.168.0.7',
    'http://0.0.0.0',
    'http://notlocalhost',
  ])('it is refused on another machine: %s', (fullHost) => {
    expect(() => on(fullHost)).toThrow('developer is only for development on this machine')
  })

  test('it is refused in production, also on this machine and in test mode', () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect(() => on(here)).toThrow('NODE_ENV is production')
    vi.unstubAllEnvs()
    expect(() => on('https://app.example.com', { testMode: testMode() })).toThrow('on this machine')
  })

  test('reconfigure refuses it too', () => {
    const { auth } = on('https://app.example.com', { providers: [] })
    expect(() => auth.reconfigure({ providers: [developer()] })).toThrow('on this machine')
    expect(auth.providers).toEqual([])
  })

  test('it logs a warning', () => {
    const warnings: unknown[] = []
    const log = { info() {}, error() {}, warn: (_: string, fields?: unknown) => void warnings.push(fields) }
    on(here, { log })
    expect(warnings).toEqual([
      { provider: 'developer', warning: expect.stringContaining('any person can sign in as any other') },
    ])
  })
})
