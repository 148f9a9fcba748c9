import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isOwnPath } from '../src/web/visitors/return-to.ts'
import { alertOf, Browser, type Page } from './support/browser.ts'
import { Stage } from './support/forge.ts'
import { totpAt } from './support/totp-app.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.start()
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
})
afterEach(() => stage.stop())

const wanted = '/-/user_settings/active_sessions?page=1'
const second = '/users/sign_in/two_factor'
const ways: [string, (browser: Browser, page: Page, fields?: Record<string, string>) => Promise<Page>][] = [
  [
    'a password',
    (browser, page, fields = {}) =>
      browser.press(
        page,
        '/users/sign_in',
        { fields: { 'user[login]': 'carol', 'user[password]': 'correct horse', ...fields } },
        false,
      ),
  ],
  [
    'a provider',
    async (browser, page, fields = {}) => {
      const atProvider = await browser.press(page, '/users/auth/cognito', { fields }, false)
      const callback = await browser.get(atProvider.headers.get('location') ?? '', false)
      return browser.get(callback.headers.get('location') ?? '', false)
    },
  ],
]

describe.each(ways)('the redirect after a sign-in with %s', (_way, signIn) => {
  const come = async (path = wanted) => {
    const browser = new Browser()
    return { browser, page: await browser.get(`${stage.url}${path}`) }
  }
  const placeOf = (answer: Page) => answer.headers.get('location')

  test('leads to the page that the user opened, once', async () => {
    const { browser, page } = await come()
    expect(placeOf(await signIn(browser, page))).toBe(wanted)
    const home = await browser.get(`${stage.url}/`)
    const out = await browser.press(home, '/users/sign_out')
    expect(placeOf(await signIn(browser, out))).toBe('/')
  })

  test('case 177: has the fragment from the form', async () => {
    const { browser, page } = await come()
    expect(placeOf(await signIn(browser, page, { redirect_fragment: 'L1-2' }))).toBe(`${wanted}#L1-2`)
  })

  test.each(['a b', '"><x', '/path', 'a#b', '%zz'])('case 177: is refused with the fragment %j', async (bad) => {
    const { browser, page } = await come()
    const answer = await signIn(browser, page, { redirect_fragment: bad })
    expect(placeOf(answer)).toBe('/users/sign_in')
    expect(alertOf(await browser.get(`${stage.url}/users/sign_in`))).toBe('Invalid state')
    expect(stage.sql('SELECT * FROM sessions')).toEqual([])
  })

  test('never leads to another host [A24]', async () => {
    for (const path of [
      '//evil.example',
      '/\\evil.example',
      '/%5cevil.example',
      '/users/sign_in?origin=//evil.example',
    ]) {
      const { browser, page } = await come(path)
      const signInPage = page.text.includes('redirect_fragment')
        ? page
        : await browser.get(`${stage.url}/users/sign_in`)
      expect(placeOf(await signIn(browser, signInPage))).toBe('/')
    }
  })

  test('ignores the page that another browser opened', async () => {
    const { browser: other } = await come()
    const { browser, page } = await come('/')
    browser.plant('localhost', '_forge_return_to', other.cookie('localhost', '_forge_return_to') ?? '')
    expect(placeOf(await signIn(browser, page))).toBe('/')
  })
})

test('the redirect after a second factor leads to the page that the user opened', async () => {
  const mine = new Browser()
  await stage.signInWithPassword('carol', 'correct horse', mine)
  const { key } = await stage.addTwoFactor(mine, 'correct horse')
  stage.clock.advance(60_000)
  const browser = new Browser()
  const page = await browser.get(`${stage.url}${wanted}`)
  const fields = { 'user[login]': 'carol', 'user[password]': 'correct horse', redirect_fragment: 'x' }
  const waiting = await browser.press(page, '/users/sign_in', { fields })
  const code = { 'user[otp_attempt]': totpAt(key, stage.clock.now()) }
  const answer = await browser.press(waiting, second, { fields: code }, false)
  expect(answer.headers.get('location')).toBe(`${wanted}#x`)
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/a\\b',
  'https://evil.example',
  '',
  'a',
  '/a b',
  '/é',
])('%j is not a path of Forge', (path) => {
  expect(isOwnPath(path)).toBe(false)
})
