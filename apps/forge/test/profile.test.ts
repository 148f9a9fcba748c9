import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertOf, Browser, type Page, textOf } from './support/browser.ts'
import { alice, type ForgeSetting, Stage } from './support/forge.ts'

let stage: Stage
const start = async (setting: ForgeSetting = {}) => {
  stage = await Stage.start(setting)
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
}
afterEach(() => stage.stop())

const profile = '/-/user_settings/profile'
const passwordPage = '/-/user_settings/password/edit'

const signedIn = async () => {
  const browser = new Browser()
  await stage.signInWithPassword('carol', 'correct horse', browser)
  return browser
}
const carol = () =>
  stage.sql<Record<string, unknown>>(
    `SELECT username, email, email_verified AS verified, name, location, organization, job_title FROM accounts
     WHERE id = 1`,
  )[0]
const problemsOf = (page: Page) =>
  [...page.text.matchAll(/<li>([^<]*)<\/li>/g)].map(([, text = '']) => text.replaceAll('&#39;', "'"))
const own = {
  'user[name]': 'carol',
  'user[username]': 'carol',
  'user[email]': 'carol@example.com',
  'user[location]': '',
  'user[organization]': '',
  'user[job_title]': '',
}
const edit = async (browser: Browser, fields: Record<string, string>) =>
  browser.press(await browser.get(`${stage.url}${profile}`), profile, { fields: { ...own, ...fields } })

describe('the profile', () => {
  beforeEach(() => start())

  test('can be changed and emptied, and is shown again', async () => {
    const browser = await signedIn()
    const fields = {
      'user[name]': ' Carol Danvers ',
      'user[username]': 'Captain',
      'user[location]': 'Louisiana',
      'user[organization]': 'S.W.O.R.D.',
      'user[job_title]': 'Pilot "ace"',
    }
    const page = await edit(browser, fields)
    expect(page.text).toContain('Profile was successfully updated')
    expect(page.text).toContain('value="Pilot &quot;ace&quot;"')
    expect(carol()).toMatchObject({
      username: 'Captain',
      name: 'Carol Danvers',
      location: 'Louisiana',
      organization: 'S.W.O.R.D.',
      job_title: 'Pilot "ace"',
      verified: 1,
    })
    await edit(browser, { 'user[username]': 'Captain' })
    expect(carol()).toMatchObject({ location: null, organization: null, job_title: null })
  })

  test.each([
    [{ 'user[name]': ' ' }, "Name can't be blank"],
    [{ 'user[username]': 'a b' }, 'Username is invalid'],
    [{ 'user[username]': 'Admin' }, 'Username is a reserved name'],
    [{ 'user[username]': 'DORA' }, 'Username has already been taken'],
    [{ 'user[email]': 'nothing' }, 'Email is invalid'],
    [{ 'user[email]': 'Dora@example.com', current_password: 'correct horse' }, 'Email has already been taken'],
    [{ 'user[location]': 'x'.repeat(256) }, 'Location is too long (maximum is 255 characters)'],
    [{ 'user[job_title]': 'a\u0000b' }, 'Job title is invalid'],
  ])('is refused with %j, and nothing changes', async (fields, problem) => {
    await stage.createUser({ username: 'dora', email: 'dora@example.com', password: 'correct horse' })
    const before = carol()
    const page = await edit(await signedIn(), { 'user[name]': 'Another', ...fields } as Record<string, string>)
    expect([page.status, problemsOf(page)]).toEqual([422, [problem]])
    expect(carol()).toEqual(before)
  })

  test('needs the password for a new email address, which is not verified', async () => {
    const browser = await signedIn()
    for (const current_password of ['', 'wrong']) {
      const page = await edit(browser, { 'user[email]': 'new@example.com', current_password })
      expect(problemsOf(page)).toEqual(['You must provide a valid current password to change your email'])
    }
    expect(carol()).toMatchObject({ email: 'carol@example.com', verified: 1 })
    await edit(browser, { 'user[email]': 'CAROL@example.com' })
    expect(carol()).toMatchObject({ email: 'CAROL@example.com', verified: 1 })
    await edit(browser, { 'user[email]': 'new@example.com', current_password: 'correct horse' })
    expect(carol()).toMatchObject({ email: 'new@example.com', verified: 0 })
  })

  test('asks visitors to sign in, and then opens', async () => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}${profile}`)
    expect(page.url.pathname).toBe('/users/sign_in')
    expect(alertOf(page)).toBe('You need to sign in or sign up before continuing.')
    const fields = { 'user[login]': 'carol', 'user[password]': 'correct horse' }
    expect((await browser.press(page, '/users/sign_in', { fields })).url.pathname).toBe(profile)
  })
})

describe('an email address that a user entered [A117]', () => {
  test('links no provider', async () => {
    await start({ more: "gitlab_rails['omniauth_auto_link_user'] = true" })
    const browser = await signedIn()
    await edit(browser, { 'user[email]': alice.email, current_password: 'correct horse' })
    expect((await stage.signInWithProvider(alice)).status).toBe(422)
  })
})

describe('an attribute that a provider updates', () => {
  const synced = {
    more: `gitlab_rails['omniauth_sync_profile_from_provider'] = ['cognito']
           gitlab_rails['omniauth_sync_profile_attributes'] = ['name', 'email']`,
  }
  const person = { ...alice, name: 'Alice Liddell' }
  const mine = { ...own, 'user[username]': 'alice' }
  const row = () => stage.sql<Record<string, unknown>>(`SELECT * FROM accounts WHERE username = 'alice'`)[0]

  test('is read-only, names the provider, and ignores the value of a form', async () => {
    await start({ ...synced, label: 'Acme ID' })
    stage.sql('SELECT 1')
    const browser = new Browser()
    await stage.signInWithProvider(person, browser)
    const page = await browser.get(`${stage.url}${profile}`)
    const isSynced = row()?.['synced_attributes']
    expect(isSynced).toContain('email')
    expect(textOf(page, 'locked-email')).toBe(
      'Your email was automatically set based on your Acme ID account. Change it there.',
    )
    expect(page.text).toMatch(/name="user\[email\]"[^>]* readonly/)
    expect(page.text).not.toMatch(/name="user\[location\]"[^>]* readonly/)
    const fields = { ...mine, 'user[email]': 'other@example.com', 'user[location]': 'Oxford' }
    await browser.press(page, profile, { fields })
    expect(row()).toMatchObject({ email: alice.email, email_verified: 1, location: 'Oxford' })
  })

  test('can be edited when the provider no longer updates it', async () => {
    await start(synced)
    const browser = new Browser()
    await stage.signInWithProvider(person, browser)
    stage.configure({})
    await stage.restart()
    const page = await browser.get(`${stage.url}${profile}`)
    expect(page.text).not.toContain('readonly')
  })
})

describe('the password', () => {
  beforeEach(() => start())
  const change = async (browser: Browser, fields: Record<string, string>) =>
    browser.press(await browser.get(`${stage.url}${passwordPage}`), passwordPage, { fields })
  const fresh = { 'user[new_password]': 'battery staple', 'user[password_confirmation]': 'battery staple' }

  test('can be changed with the current one; all other sessions end', async () => {
    const [browser, elsewhere] = [await signedIn(), await signedIn()]
    const page = await change(browser, { ...fresh, current_password: 'correct horse' })
    expect(page.text).toContain('Password was successfully updated.')
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/')
    expect((await elsewhere.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect(alertOf(await stage.signInWithPassword('carol', 'correct horse'))).toBe('Invalid login or password.')
    expect(textOf(await stage.signInWithPassword('carol', 'battery staple'), 'username')).toBe('@carol')
  })

  test.each([
    [{ current_password: '' }, 'You must provide a valid current password'],
    [{ current_password: 'wrong' }, 'You must provide a valid current password'],
    [
      { 'user[new_password]': 'short', 'user[password_confirmation]': 'short' },
      'Password is too short (minimum is 8 characters)',
    ],
    [{ 'user[new_password]': '', 'user[password_confirmation]': '' }, "Password can't be blank"],
    [{ 'user[password_confirmation]': 'other' }, "Password confirmation doesn't match Password"],
  ])('is not changed with %j', async (fields, problem) => {
    const page = await change(await signedIn(), { ...fresh, current_password: 'correct horse', ...fields } as Record<
      string,
      string
    >)
    expect([page.status, problemsOf(page)]).toEqual([422, [problem]])
    expect(textOf(await stage.signInWithPassword('carol', 'correct horse'), 'username')).toBe('@carol')
  })

  test('can be changed although an attacker guesses at the sign-in form', async () => {
    const browser = await signedIn()
    for (let guess = 0; guess < 10; guess++) await stage.signInWithPassword('carol', 'wrong')
    const page = await change(browser, { ...fresh, current_password: 'correct horse' })
    expect(page.text).toContain('Password was successfully updated.')
  })

  test('starts no session for a sign-in with the old one in progress', async () => {
    const browser = await signedIn()
    const form = await browser.get(`${stage.url}${passwordPage}`)
    const fields = { ...fresh, current_password: 'correct horse' }
    const late = Array.from({ length: 12 }, () => new Browser())
    const pages = await Promise.all(late.map((each) => each.get(`${stage.url}/users/sign_in`)))
    const old = { 'user[login]': 'carol', 'user[password]': 'correct horse' }
    await Promise.all([
      browser.press(form, passwordPage, { fields }),
      ...late.map((each, index) => each.press(pages[index] as Page, '/users/sign_in', { fields: old })),
    ])
    expect(textOf(await browser.get(`${stage.url}/`), 'username')).toBe('@carol')
    expect(stage.sql('SELECT * FROM sessions')).toHaveLength(1)
  })

  test('has a limit for guesses [A93]', async () => {
    const browser = await signedIn()
    for (let guess = 0; guess < 10; guess++) await change(browser, { ...fresh, current_password: 'wrong' })
    const page = await change(browser, { ...fresh, current_password: 'correct horse' })
    expect(problemsOf(page)).toEqual(['Too many attempts. Wait ten minutes, then try again'])
  })

  test('can be set by a user without one, and is then required', async () => {
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    await change(browser, fresh)
    expect(textOf(await stage.signInWithPassword('alice', 'battery staple'), 'username')).toBe('@alice')
    const page = await change(browser, fresh)
    expect(problemsOf(page)).toEqual(['You must provide a valid current password'])
  })
})

describe('active sessions', () => {
  const list = '/-/user_settings/active_sessions'
  beforeEach(() => start())

  test('are listed, the current one is marked, and another one can be revoked', async () => {
    const [browser, elsewhere] = [await signedIn(), await signedIn()]
    const page = await browser.get(`${stage.url}${list}`)
    expect(page.text.match(/data-testid="session"/g)).toHaveLength(2)
    expect(page.text.match(/This is your current session/g)).toHaveLength(1)
    await browser.press(page, `${list}/revoke`)
    expect((await elsewhere.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/')
  })

  test('of another account are not listed and cannot be revoked', async () => {
    const alices = new Browser()
    await stage.signInWithProvider(alice, alices)
    const [browser] = [await signedIn(), await signedIn()]
    const page = await browser.get(`${stage.url}${list}`)
    expect(page.text.match(/data-testid="session"/g)).toHaveLength(2)
    const handle = stage
      .sql<{ id_hash: Buffer }>(`SELECT id_hash FROM sessions WHERE provider = 'cognito'`)[0]
      ?.id_hash.toString('base64url')
    await browser.press(page, `${list}/revoke`, { fields: { session: handle } })
    expect((await alices.get(`${stage.url}/`)).url.pathname).toBe('/')
  })

  test('show the User-Agent as text', async () => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/users/sign_in`)
    const fields = { 'user[login]': 'carol', 'user[password]': 'correct horse' }
    const headers = { 'user-agent': `Firefox/1 <script>${'x'.repeat(5000)}` }
    await browser.press(page, '/users/sign_in', { fields, headers })
    expect((await browser.get(`${stage.url}${list}`)).text).toContain('<strong>Firefox</strong>')
    expect(stage.sql<{ length: number }>('SELECT length(user_agent) AS length FROM sessions')).toEqual([
      { length: 400 },
    ])
  })
})
