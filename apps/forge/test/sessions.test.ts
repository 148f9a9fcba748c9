import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Browser, textOf } from './support/browser.ts'
import { alice, Stage } from './support/forge.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.start()
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
})
afterEach(() => stage.stop())

const name = '_forge_session'
const day = 24 * 60 * 60_000

const ways: [string, (browser: Browser, remember: boolean) => Promise<unknown>][] = [
  ['a provider', (browser, remember) => stage.signInWithProvider(alice, browser, remember ? { remember_me: '1' } : {})],
  [
    'a password',
    (browser, remember) =>
      stage.signInWithPassword('carol', 'correct horse', browser, remember ? { 'user[remember_me]': '1' } : {}),
  ],
]

describe.each(ways)('a session after a sign-in with %s', (_way, signIn) => {
  test('has a new id, so that a planted id does not work [A104]', async () => {
    const browser = new Browser()
    const planted =
      (await new Browser().get(`${stage.url}/users/sign_in`)).headers.getSetCookie()[0]?.match(/=([^;]+)/)?.[1] ?? ''
    browser.plant('localhost', name, planted)
    await signIn(browser, false)
    expect(browser.cookie('localhost', name)).not.toBe(planted)
    expect(textOf(await browser.get(`${stage.url}/`), 'name')).toBeDefined()

    const attacker = new Browser()
    attacker.plant('localhost', name, planted)
    expect((await attacker.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
  })

  test('has a cookie that scripts and other sites cannot read', async () => {
    const browser = new Browser()
    await signIn(browser, false)
    expect(browser.cookieLine('localhost', name)).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('without "Remember me": the cookie ends with the browser, the session after a week', async () => {
    const browser = new Browser()
    await signIn(browser, false)
    expect(browser.cookieLine('localhost', name)).not.toMatch(/max-age|expires/i)
    stage.clock.advance(7 * day - 1)
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/')
    stage.clock.advance(1)
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
  })

  test('with "Remember me": cookie and session last two weeks', async () => {
    const browser = new Browser()
    await signIn(browser, true)
    expect(browser.cookieLine('localhost', name)).toContain('; Max-Age=1209600')
    stage.clock.advance(14 * day - 1)
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/')
    stage.clock.advance(1)
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
  })

  test('ends on the server at sign-out, and browsers store no page [A113]', async () => {
    const browser = new Browser()
    await signIn(browser, false)
    const home = await browser.get(`${stage.url}/`)
    expect(home.headers.get('cache-control')).toBe('no-store')
    const id = browser.cookie('localhost', name) ?? ''
    const after = await browser.press(home, '/users/sign_out')
    expect(after.url.pathname).toBe('/users/sign_in')
    expect(stage.sql('SELECT * FROM sessions')).toEqual([])

    const thief = new Browser()
    thief.plant('localhost', name, id)
    expect((await thief.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
  })

  test('continues after a restart', async () => {
    const browser = new Browser()
    await signIn(browser, false)
    await stage.restart()
    expect(textOf(await browser.get(`${stage.url}/`), 'name')).toBeDefined()
  })
})

test('the database and the log contain no session id', async () => {
  const browser = new Browser()
  await stage.signInWithProvider(alice, browser)
  const id = browser.cookie('localhost', name) ?? 'none'
  const rows = stage.sql<{ id_hash: Buffer }>('SELECT * FROM sessions')
  expect(rows).toHaveLength(1)
  expect(rows[0]?.id_hash).toHaveLength(32)
  expect(rows[0]?.id_hash.equals(Buffer.from(id, 'base64url'))).toBe(false)
  expect(stage.logged.join('\n')).not.toContain(id)
})

test('a session cookie that is sent twice is ignored, in any order', async () => {
  const browser = new Browser()
  await stage.signInWithProvider(alice, browser)
  const pair = [`${name}=${'A'.repeat(43)}`, `${name}=${browser.cookie('localhost', name)}`]
  for (const cookie of [pair.join('; '), pair.toReversed().join('; ')]) {
    const answer = await fetch(`${stage.url}/`, { headers: { cookie }, redirect: 'manual' })
    expect(answer.headers.get('location')).toBe('/users/sign_in')
  }
})

test.each(['', 'x', '../../etc/passwd', "' OR 1=1--", '%00', 'A'.repeat(4000)])(
  'an invalid session cookie is ignored: %j',
  async (value) => {
    const answer = await fetch(`${stage.url}/`, { headers: { cookie: `${name}=${value}` }, redirect: 'manual' })
    expect(answer.headers.get('location')).toBe('/users/sign_in')
  },
)
