import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertOf, Browser, type Page, textOf } from './support/browser.ts'
import { alice, type ForgeSetting, Stage } from './support/forge.ts'
import { totpAt } from './support/totp-app.ts'

let stage: Stage
const start = async (setting: ForgeSetting = {}) => {
  stage = await Stage.start(setting)
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
}
afterEach(() => stage.stop())

const page = '/-/profile/two_factor_auth'
const second = '/users/sign_in/two_factor'
const tooMany = 'Too many attempts. Wait ten minutes, then try again.'
const sessions = () => stage.sql<{ account_id: number }>('SELECT account_id FROM sessions').length

/** Adds a second factor to carol's account, ends all sessions, and advances the clock by a minute. */
const withTwoFactor = async (setting: ForgeSetting = {}) => {
  await start(setting)
  const browser = new Browser()
  await stage.signInWithPassword('carol', 'correct horse', browser)
  const added = await stage.addTwoFactor(browser, 'correct horse')
  stage.sql('DELETE FROM sessions')
  stage.clock.advance(60_000)
  return added
}
const now = (key: string) => totpAt(key, stage.clock.now())
const verify = (browser: Browser, at: Page, code: string) =>
  browser.press(at, second, { fields: { 'user[otp_attempt]': code } })

describe('the set-up', () => {
  beforeEach(() => start())

  const setUp = async (fields: Record<string, string>) => {
    const browser = new Browser()
    await stage.signInWithPassword('carol', 'correct horse', browser)
    const shown = await browser.get(`${stage.url}${page}`)
    const key = (textOf(shown, 'totp-key') ?? '').replaceAll(' ', '')
    const given = { pin_code: now(key), current_password: 'correct horse', ...fields }
    return { browser, shown, key, answer: await browser.press(shown, page, { fields: given }) }
  }

  test('shows a QR code and the key, accepts a code, and shows ten recovery codes once', async () => {
    const { browser, shown, answer } = await setUp({})
    expect(shown.text).toContain('data-testid="qr"')
    expect(answer.text.match(/<li><code>[a-z2-7]{4}(-[a-z2-7]{4}){3}<\/code><\/li>/g)).toHaveLength(10)
    const again = await browser.get(`${stage.url}${page}`)
    expect(textOf(again, 'two-factor-status')).toBe('Enabled')
    expect(textOf(again, 'codes-left')).toBe('10')
    expect(again.text).not.toMatch(/<code>|data-testid="qr"/)
  })

  test.each([
    ['a wrong code', { pin_code: '000000' }, 'Invalid pin code.'],
    ['a wrong password', { current_password: 'wrong' }, 'You must provide a valid current password.'],
    ['no password', { current_password: '' }, 'You must provide a valid current password.'],
  ])('is refused with %s, and shows the same key again', async (_what, fields, problem) => {
    const { key, answer } = await setUp(fields)
    expect([answer.status, textOf(answer, 'problem')]).toEqual([422, problem])
    expect(textOf(answer, 'totp-key')?.replaceAll(' ', '')).toBe(key)
    expect(stage.sql('SELECT * FROM authenticators')).toEqual([])
  })

  test('refuses a secret that Forge gave to another browser', async () => {
    const other = new Browser()
    await stage.signInWithPassword('carol', 'correct horse', other)
    const theirs = await other.get(`${stage.url}${page}`)
    const stolen = theirs.text.match(/name="set_up" value="([^"]+)"/)?.[1] ?? ''
    const { answer } = await setUp({ set_up: stolen })
    expect(answer.url.pathname).toBe(page)
    expect(stage.sql('SELECT * FROM authenticators')).toEqual([])
  })

  test('does not ask for a password when the account has none', async () => {
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    expect((await browser.get(`${stage.url}${page}`)).text).not.toContain('current_password')
    expect((await stage.addTwoFactor(browser)).codes).toHaveLength(10)
  })

  test('ends the other sessions, which had one factor only', async () => {
    const elsewhere = new Browser()
    await stage.signInWithPassword('carol', 'correct horse', elsewhere)
    const { browser } = await setUp({})
    expect((await elsewhere.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/')
  })

  test('stores secret and recovery codes in unreadable form', async () => {
    const browser = new Browser()
    await stage.signInWithPassword('carol', 'correct horse', browser)
    const { key, codes } = await stage.addTwoFactor(browser, 'correct horse')
    const rows = JSON.stringify([
      ...stage.sql('SELECT * FROM authenticators'),
      ...stage.sql('SELECT hex(code_hash) FROM recovery_codes'),
    ])
    for (const secret of [key, ...codes]) expect(rows).not.toContain(secret)
    expect(stage.logged.join()).not.toContain(key)
  })

  test('seals the secret so that it does not work in another account', async () => {
    const browser = new Browser()
    await stage.signInWithPassword('carol', 'correct horse', browser)
    const { key } = await stage.addTwoFactor(browser, 'correct horse')
    await stage.createUser({ username: 'dave', email: 'dave@example.com', password: 'correct horse' })
    stage.sql(`INSERT INTO authenticators SELECT accounts.id, sealed_secret, 0, 0 FROM authenticators, accounts
               WHERE username = 'dave'`)
    const theirs = new Browser()
    const waiting = await stage.signInWithPassword('dave', 'correct horse', theirs)
    expect((await verify(theirs, waiting, now(key))).status).toBe(500)
  })
})

describe('a sign-in with a password', () => {
  test('starts a session after the code, not before it', async () => {
    const { key } = await withTwoFactor()
    const browser = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', browser)
    expect(waiting.url.pathname).toBe(second)
    expect(sessions()).toBe(0)
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect((await browser.get(`${stage.url}${page}`)).url.pathname).toBe('/users/sign_in')
    expect(textOf(await verify(browser, waiting, now(key)), 'username')).toBe('@carol')
    expect(sessions()).toBe(1)
  })

  test('accepts only the codes of the current step, the step before and the step after, also with a space', async () => {
    const { key } = await withTwoFactor()
    for (const [offset, accepted] of [
      [-60_000, false],
      [-30_000, true],
      [30_000, true],
      [60_000, false],
    ] as const) {
      stage.clock.advance(120_000)
      const browser = new Browser()
      const waiting = await stage.signInWithPassword('carol', 'correct horse', browser)
      const code = totpAt(key, stage.clock.now() + offset).replace(/(...)/, '$1 ')
      const answer = await verify(browser, waiting, code)
      expect([offset, alertOf(answer)]).toEqual([offset, accepted ? undefined : 'Invalid two-factor code.'])
    }
  })

  test('accepts a code once, and then no older code; the code of the set-up counts too', async () => {
    await start()
    const browser = new Browser()
    await stage.signInWithPassword('carol', 'correct horse', browser)
    const { key } = await stage.addTwoFactor(browser, 'correct horse')
    const tryCode = async (code: string) => {
      const one = new Browser()
      return alertOf(await verify(one, await stage.signInWithPassword('carol', 'correct horse', one), code))
    }
    const before = now(key)
    expect(await tryCode(before)).toBe('Invalid two-factor code.')
    stage.clock.advance(30_000)
    const code = now(key)
    expect(await tryCode(code)).toBeUndefined()
    expect(await tryCode(code)).toBe('Invalid two-factor code.')
    expect(await tryCode(before)).toBe('Invalid two-factor code.')
  })

  test('succeeds in one browser when several send the same code at once', async () => {
    const { key } = await withTwoFactor()
    const browsers = [new Browser(), new Browser(), new Browser()]
    const waiting = await Promise.all(
      browsers.map((browser) => stage.signInWithPassword('carol', 'correct horse', browser)),
    )
    const answers = await Promise.all(
      browsers.map((browser, index) => verify(browser, waiting[index] as Page, now(key))),
    )
    expect(answers.filter((answer) => textOf(answer, 'username') === '@carol')).toHaveLength(1)
    expect(sessions()).toBe(1)
  })

  test('accepts a recovery code once, in any spelling', async () => {
    const { codes } = await withTwoFactor()
    const tryCode = async (code = '') => {
      const browser = new Browser()
      return alertOf(await verify(browser, await stage.signInWithPassword('carol', 'correct horse', browser), code))
    }
    expect(await tryCode(codes[0])).toBeUndefined()
    expect(await tryCode(codes[0])).toBe('Invalid two-factor code.')
    expect(await tryCode(` ${codes[1]?.toUpperCase().replaceAll('-', ' ')} `)).toBeUndefined()
    expect(stage.sql('SELECT * FROM recovery_codes')).toHaveLength(8)
  })

  test('limits guesses, and then refuses the correct code too [A93]', async () => {
    const { key } = await withTwoFactor()
    const browser = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', browser)
    const answers = []
    for (let guess = 0; guess < 10; guess++) answers.push(alertOf(await verify(browser, waiting, '000000')))
    expect(new Set(answers)).toEqual(new Set(['Invalid two-factor code.']))
    expect(alertOf(await verify(browser, waiting, now(key)))).toBe(tooMany)
    // Another sign-in with the password does not give new guesses.
    const another = new Browser()
    const again = await stage.signInWithPassword('carol', 'correct horse', another)
    expect(alertOf(await verify(another, again, now(key)))).toBe(tooMany)
    stage.clock.advance(10 * 60_000)
    const later = await stage.signInWithPassword('carol', 'correct horse', another)
    expect(textOf(await verify(another, later, now(key)), 'username')).toBe('@carol')
  })

  test('accepts a recovery code although an attacker who knows the password used all attempts', async () => {
    const { codes } = await withTwoFactor()
    const thief = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', thief)
    for (let guess = 0; guess < 11; guess++) await verify(thief, waiting, '000000')
    const owner = new Browser()
    const asked = await stage.signInWithPassword('carol', 'correct horse', owner)
    expect(textOf(await verify(owner, asked, codes[0] ?? ''), 'username')).toBe('@carol')
  })

  test('applies "Remember me" after the code, not before it', async () => {
    const { key } = await withTwoFactor()
    const browser = new Browser()
    const remember = { 'user[remember_me]': '1' }
    const waiting = await stage.signInWithPassword('carol', 'correct horse', browser, remember)
    expect(browser.cookieLine('localhost', '_forge_session')).not.toContain('Max-Age')
    await verify(browser, waiting, now(key))
    expect(browser.cookieLine('localhost', '_forge_session')).toContain('; Max-Age=1209600')
  })

  test('refuses a blocked account before the code, and an account that was blocked in the meantime after it', async () => {
    const { key } = await withTwoFactor()
    const browser = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', browser)
    stage.sql(`UPDATE accounts SET state = 'blocked'`)
    expect(alertOf(await verify(browser, waiting, now(key)))).toBe('Your account has been blocked.')
    expect(alertOf(await stage.signInWithPassword('carol', 'correct horse'))).toBe('Your account has been blocked.')
    expect(sessions()).toBe(0)
  })
})

describe('the cookie between the two steps [A100]', () => {
  const name = '_forge_second_factor'
  const tooLate = 'Your sign-in took too long. Please sign in again.'

  test('is valid in one browser, for one purpose and ten minutes', async () => {
    const { key } = await withTwoFactor()
    const browser = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', browser)
    const pass = browser.cookie('localhost', name) ?? ''
    expect(browser.cookieLine('localhost', name)).toMatch(/HttpOnly; SameSite=Lax; Max-Age=600$/)

    const thief = new Browser()
    await thief.get(`${stage.url}/users/sign_in`)
    thief.plant('localhost', name, pass)
    expect((await thief.get(`${stage.url}${second}`)).url.pathname).toBe('/users/sign_in')

    const oneLetter = `${pass.slice(0, 30)}${pass[30] === 'A' ? 'B' : 'A'}${pass.slice(31)}`
    for (const altered of [`A${pass}`, pass.slice(0, -2), 'x', oneLetter]) {
      browser.plant('localhost', name, altered)
      expect((await browser.get(`${stage.url}${second}`)).url.pathname).toBe('/users/sign_in')
    }
    browser.plant('localhost', name, pass)
    stage.clock.advance(10 * 60_000)
    expect(alertOf(await verify(browser, waiting, now(key)))).toBe(tooLate)
    expect(sessions()).toBe(0)
  })

  test('cannot be replaced with the set-up of another account', async () => {
    const { key } = await withTwoFactor()
    const browser = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', browser)
    stage.provider.person = alice
    const mine = new Browser()
    await stage.signInWithProvider(alice, mine)
    const shown = await mine.get(`${stage.url}${page}`)
    browser.plant('localhost', name, shown.text.match(/name="set_up" value="([^"]+)"/)?.[1] ?? '')
    expect(alertOf(await verify(browser, waiting, now(key)))).toBe(tooLate)
  })

  test('is not valid after a change of the password', async () => {
    const { key } = await withTwoFactor()
    const browser = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', browser)
    stage.sql(`UPDATE passwords SET changed_at = ${stage.clock.now() + 1}`)
    expect(alertOf(await verify(browser, waiting, now(key)))).toBe(tooLate)
  })

  test('is removed after the sign-in, and the session is new [A104]', async () => {
    const { key } = await withTwoFactor()
    const browser = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', browser)
    const before = browser.cookie('localhost', '_forge_session')
    await verify(browser, waiting, now(key))
    expect(browser.cookie('localhost', name)).toBeUndefined()
    expect(browser.cookie('localhost', '_forge_session')).not.toBe(before)
  })
})

describe('case 172, case 173: a sign-in with a provider', () => {
  const withBypass = (value: string) => ({ more: `gitlab_rails['omniauth_allow_bypass_two_factor'] = ${value}` })
  const twoFactorOf = async () => {
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    const { key } = await stage.addTwoFactor(browser)
    stage.clock.advance(60_000)
    return key
  }

  test.each(['false', "['saml']"])('%s: needs the code, and applies "Remember me" after it', async (value) => {
    await start(withBypass(value))
    const key = await twoFactorOf()
    const browser = new Browser()
    const waiting = await stage.signInWithProvider(alice, browser, { remember_me: '1' })
    expect(waiting.url.pathname).toBe(second)
    expect(browser.cookieLine('localhost', '_forge_session')).not.toContain('Max-Age')
    const home = await verify(browser, waiting, now(key))
    expect(textOf(home, 'signed-in-with')).toBe('Cognito')
    expect(browser.cookieLine('localhost', '_forge_session')).toContain('; Max-Age=1209600')
  })

  test.each(['true', "['cognito']"])('%s: needs no code, and applies "Remember me"', async (value) => {
    await start(withBypass(value))
    await twoFactorOf()
    const browser = new Browser()
    const home = await stage.signInWithProvider(alice, browser, { remember_me: '1' })
    expect(home.url.pathname).toBe('/')
    expect(browser.cookieLine('localhost', '_forge_session')).toContain('; Max-Age=1209600')
    expect(stage.logged.join()).not.toContain('no effect')
  })

  test.each([
    ['distrusted', 'UPDATE identities SET trusted = 0'],
    ['removed', 'DELETE FROM identities'],
    ['changed', `UPDATE identities SET uid = 'other'`],
    ['of a provider that was switched off', `INSERT INTO disabled_providers VALUES ('cognito', 0)`],
  ])('refuses the code when the identity is %s [A100]', async (_what, change) => {
    await start()
    const key = await twoFactorOf()
    const browser = new Browser()
    const waiting = await stage.signInWithProvider(alice, browser)
    stage.sql('DELETE FROM sessions')
    stage.sql(change)
    expect(alertOf(await verify(browser, waiting, now(key)))).toBe('Your sign-in took too long. Please sign in again.')
    expect(sessions()).toBe(0)
  })

  test('the bypass does not apply to passwords', async () => {
    await withTwoFactor(withBypass('true'))
    expect((await stage.signInWithPassword('carol', 'correct horse')).url.pathname).toBe(second)
  })
})

describe('an account with a second factor', () => {
  const signedIn = async () => {
    const { key, codes } = await withTwoFactor()
    const browser = new Browser()
    await verify(browser, await stage.signInWithPassword('carol', 'correct horse', browser), now(key))
    return { browser, codes, shown: await browser.get(`${stage.url}${page}`) }
  }

  test('can replace its recovery codes; the old ones stop working', async () => {
    const { browser, codes, shown } = await signedIn()
    const renewed = await browser.press(shown, `${page}/codes`, { fields: { current_password: 'correct horse' } })
    const fresh = [...renewed.text.matchAll(/<li><code>([^<]+)</g)].map(([, code]) => code)
    expect(fresh).toHaveLength(10)
    const another = new Browser()
    const waiting = await stage.signInWithPassword('carol', 'correct horse', another)
    expect(alertOf(await verify(another, waiting, codes[0] ?? ''))).toBe('Invalid two-factor code.')
    expect(textOf(await verify(another, waiting, fresh[0] ?? ''), 'username')).toBe('@carol')
  })

  test('can disable it with the password; Forge deletes codes and secret', async () => {
    const { browser, shown } = await signedIn()
    const refused = await browser.press(shown, `${page}/disable`, { fields: { current_password: 'wrong' } })
    expect(alertOf(refused)).toBe('You must provide a valid current password.')
    await browser.press(shown, `${page}/disable`, { fields: { current_password: 'correct horse' } })
    expect(stage.sql('SELECT account_id FROM authenticators UNION SELECT account_id FROM recovery_codes')).toEqual([])
    expect(textOf(await stage.signInWithPassword('carol', 'correct horse'), 'username')).toBe('@carol')
  })

  test('needs the password for new recovery codes', async () => {
    const { browser, shown } = await signedIn()
    const refused = await browser.press(shown, `${page}/codes`, { fields: { current_password: 'wrong' } })
    expect(alertOf(refused)).toBe('You must provide a valid current password.')
  })
})
