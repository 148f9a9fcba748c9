import { afterEach, describe, expect, test } from 'vitest'
import { alertOf, Browser, type Page, textOf } from './support/browser.ts'
import { alice, type ForgeSetting, Stage } from './support/forge.ts'

let stage: Stage
const start = async (setting: ForgeSetting = {}) => {
  stage = await Stage.start(setting)
}
afterEach(() => stage.stop())

const path = '/users/sign_up'
const eve = {
  'new_user[first_name]': ' Eve ',
  'new_user[last_name]': 'Adams',
  'new_user[username]': 'eve',
  'new_user[email]': 'eve@example.com',
  'new_user[password]': 'correct horse',
}
const register = async (fields: Record<string, string> = {}, browser = new Browser()) =>
  browser.press(await browser.get(`${stage.url}${path}`), path, { fields: { ...eve, ...fields } })
const problemsOf = (page: Page) =>
  [...page.text.matchAll(/<li>([^<]*)<\/li>/g)].map(([, text = '']) => text.replaceAll('&#39;', "'"))
const accounts = () =>
  stage.sql<Record<string, unknown>>('SELECT name, username, email, email_verified AS verified FROM accounts')

describe('sign-up', () => {
  test('has a link on the sign-in page, and links to it', async () => {
    await start()
    const page = await new Browser().get(`${stage.url}/users/sign_in`)
    expect(page.text).toContain(`Don't have an account yet? <a href="${path}">Register now</a>`)
    expect((await new Browser().get(`${stage.url}${path}`)).text).toContain('Already have an account?')
  })

  test('creates an account with an unverified address, and signs in', async () => {
    await start()
    const browser = new Browser()
    const home = await register({}, browser)
    expect(home.text).toContain('Welcome! You have signed up successfully.')
    expect(textOf(home, 'username')).toBe('@eve')
    expect(accounts()).toEqual([{ name: 'Eve Adams', username: 'eve', email: 'eve@example.com', verified: 0 }])
    expect(textOf(await stage.signInWithPassword('eve@example.com', 'correct horse'), 'username')).toBe('@eve')
    expect((await browser.get(`${stage.url}${path}`)).url.pathname).toBe('/')
  })

  test.each([
    [{ 'new_user[first_name]': ' ' }, "First name can't be blank"],
    [{ 'new_user[last_name]': '' }, "Last name can't be blank"],
    [{ 'new_user[username]': 'e v e' }, 'Username is invalid'],
    [{ 'new_user[username]': '-eve' }, 'Username is invalid'],
    [{ 'new_user[username]': 'Admin' }, 'Username has already been taken'],
    [{ 'new_user[username]': 'CAROL' }, 'Username has already been taken'],
    [{ 'new_user[email]': 'Carol@Example.com' }, 'Email has already been taken'],
    [{ 'new_user[email]': 'eve' }, 'Email is invalid'],
    [{ 'new_user[password]': 'short' }, 'Password is too short (minimum is 8 characters)'],
    [{ 'new_user[password]': '' }, "Password can't be blank"],
    [{ 'new_user[password]': 'x'.repeat(1025) }, 'Password is too long (maximum is 1024 characters)'],
  ])('is refused with %j, and shows the values again except the password', async (fields, problem) => {
    await start()
    await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
    const page = await register(fields as Record<string, string>)
    expect([page.status, problemsOf(page)]).toEqual([422, [problem]])
    expect(page.text).toContain('value="Adams"'.replace('Adams', 'new_user[last_name]' in fields ? '' : 'Adams'))
    expect(page.text).not.toContain('horse')
    expect(accounts()).toHaveLength(1)
    expect(stage.sql('SELECT * FROM sessions')).toEqual([])
  })

  test('is limited to twenty attempts from one address in ten minutes [A93]', async () => {
    await start()
    for (let count = 0; count < 20; count++) await register({ 'new_user[password]': 'short' })
    expect(problemsOf(await register())).toEqual(['Too many attempts. Wait ten minutes, then try again'])
    stage.clock.advance(10 * 60_000)
    expect(textOf(await register(), 'username')).toBe('@eve')
  })

  test('offers only the providers that can create accounts', async () => {
    await start({ allowSingleSignOn: 'false' })
    expect((await new Browser().get(`${stage.url}${path}`)).text).not.toContain('or register with')
    stage.configure({ allowSingleSignOn: "['cognito']" })
    await stage.restart()
    const browser = new Browser()
    const page = await browser.get(`${stage.url}${path}`)
    expect(page.text).toContain('or register with')
    expect(textOf(await browser.press(page, '/users/auth/cognito'), 'username')).toBe('@alice')
  })

  test('is the page, with an alert, after a sign-in with a provider that cannot create accounts', async () => {
    await start({ allowSingleSignOn: 'false' })
    const page = await stage.signInWithProvider(alice)
    expect(page.url.pathname).toBe(path)
    expect(alertOf(page)).toContain('Create an account in')
  })
})

test('a sign-up with the email address of another person gets nothing of that person [A117]', async () => {
  await start({ more: "gitlab_rails['omniauth_auto_link_user'] = true" })
  await register({ 'new_user[email]': alice.email })
  const page = await stage.signInWithProvider(alice)
  expect(page.status).toBe(422)
  expect(textOf(page, 'reason')).toBe('Sign-in failed because Email has already been taken.')
})
