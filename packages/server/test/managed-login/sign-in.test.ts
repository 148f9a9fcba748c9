import { beforeAll, describe, expect, it } from 'vitest'
import { addUser, password } from '../add-user.ts'
import { callbackUrl, startPool, type TestPool } from '../start-pool.ts'
import { oauthQuery, openBrowser } from './browser.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

const openSignIn = async (more: Readonly<Record<string, string>> = {}) => {
  const browser = openBrowser(pool)
  return { browser, page: await browser.get(`/login?${oauthQuery(pool, more)}`) }
}

const sessionOf = (cookies: ReadonlyMap<string, string>) => cookies.get(`__Host-poolhouse-${pool.userPoolId}`)

describe('the sign-in page', () => {
  it('signs in and goes back to the application with a code and its state, by 303 [A45]', async () => {
    const user = await addUser(pool)
    const { browser, page } = await openSignIn()
    expect(page.status).toBe(200)
    const answer = await browser.submit(page.forms[0], { username: user.username, password })
    expect(answer.status).toBe(303)
    const to = new URL(answer.location)
    expect(to.origin + to.pathname).toBe(callbackUrl)
    expect(to.searchParams.get('state')).toBe('app-state')
    expect(to.searchParams.get('code')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('returns a code at once for a signed-in browser, unless the application asks for a new sign-in', async () => {
    const user = await addUser(pool)
    const { browser, page } = await openSignIn()
    await browser.submit(page.forms[0], { username: user.username, password })
    const again = await browser.get(`/login?${oauthQuery(pool)}`)
    expect(again.status).toBe(302)
    expect(again.location).toMatch(/^https:\/\/app\.example\.com\/callback\?code=/)
    const asked = await browser.get(`/login?${oauthQuery(pool, { prompt: 'login' })}`)
    expect(asked.status).toBe(200)
    expect(asked.forms).toHaveLength(1)
  })

  it('answers login_required to an application with prompt=none', async () => {
    const { page } = await openSignIn({ prompt: 'none' })
    expect(page.location).toContain('error=login_required')
  })

  it.each(['a wrong password', 'an unknown name', 'an impossible name'])(
    'stays on the page with %s, the same text for all [A90]',
    async (what) => {
      const user = await addUser(pool)
      const username = { 'a wrong password': user.username, 'an unknown name': 'nobody' }[what] ?? 'no body at all'
      const { browser, page } = await openSignIn()
      const answer = await browser.submit(page.forms[0], { username, password: 'Wrong-horse-1' })
      expect(answer.status).toBe(400)
      expect(answer.text).toContain('Incorrect username or password.')
      expect(answer.html).not.toContain('Wrong-horse-1')
      expect(answer.forms[0]?.fields['username']).toBe(username)
      expect(sessionOf(browser.cookies)).toBeUndefined()
    },
  )

  it('shows an error at each empty field', async () => {
    const { browser, page } = await openSignIn()
    const answer = await browser.submit(page.forms[0])
    expect(answer.text).toContain('Enter your username.')
    expect(answer.text).toContain('Enter a password.')
  })

  it('says that an account is disabled only after the right password [A90]', async () => {
    const user = await addUser(pool, { enabled: false })
    const { browser, page } = await openSignIn()
    const wrong = await browser.submit(page.forms[0], { username: user.username, password: 'Wrong-horse-1' })
    expect(wrong.text).toContain('Incorrect username or password.')
    const right = await browser.submit(wrong.forms[0], { username: user.username, password })
    expect(right.text).toContain('This account is disabled.')
    expect(sessionOf(browser.cookies)).toBeUndefined()
  })

  it('locks the account after many wrong passwords, also for the right password, and says so [A93, A94]', async () => {
    const user = await addUser(pool)
    const { browser, page } = await openSignIn()
    for (let count = 0; count < 6; count++) {
      await browser.submit(page.forms[0], { username: user.username, password: `Wrong-horse-${count}` })
    }
    const answer = await browser.submit(page.forms[0], { username: user.username, password })
    expect(answer.text).toContain('Too many failed attempts. Try again in 1 second.')
    pool.clock.advance(15 * 60_000)
    const later = await browser.submit(page.forms[0], { username: user.username, password })
    expect(later.status).toBe(303)
  })

  it('gives the browser a new session at each sign-in, and ends the old one [A104]', async () => {
    const user = await addUser(pool)
    const { browser, page } = await openSignIn()
    const name = `__Host-poolhouse-${pool.userPoolId}`
    browser.cookies.set(name, 'planted-by-an-attacker')
    await browser.submit(page.forms[0], { username: user.username, password })
    const first = sessionOf(browser.cookies)
    expect(first).toMatch(/^[\w-]{43}$/)
    expect(browser.setCookies.at(-2) ?? '').toMatch(/; HttpOnly; Secure; SameSite=Lax$/)

    const again = await browser.get(`/login?${oauthQuery(pool, { prompt: 'login' })}`)
    await browser.submit(again.forms[0], { username: user.username, password })
    const second = sessionOf(browser.cookies)
    expect(second).not.toBe(first)
    const thief = openBrowser(pool)
    thief.cookies.set(name, first ?? '')
    expect((await thief.get(`/login?${oauthQuery(pool)}`)).status).toBe(200)
  })

  it('prefills the login hint as text [A110]', async () => {
    const hint = '"><script>alert(1)</script>{{7*7}}'
    const { page } = await openSignIn({ login_hint: hint, state: '</title><script>', lang: '"onmouseover="x' })
    expect(page.html).not.toContain('<script>alert')
    expect(page.html).not.toContain('</title><script>')
    expect(page.html).not.toContain('"onmouseover="')
    expect(page.forms[0]?.fields['username']).toBe(hint)
  })

  it('two tabs with two clients: each sign-in answers its own application [A113]', async () => {
    const other = await pool.addClient({ CallbackURLs: ['https://other.example.com/back'] })
    const user = await addUser(pool)
    const { browser, page } = await openSignIn()
    const second = await browser.get(
      `/login?${oauthQuery(pool, { client_id: other.clientId, redirect_uri: 'https://other.example.com/back', state: 'two' })}`,
    )
    const one = await browser.submit(page.forms[0], { username: user.username, password })
    const two = await browser.submit(second.forms[0], { username: user.username, password })
    expect(one.location).toMatch(/^https:\/\/app\.example\.com\/callback\?.*state=app-state/)
    expect(two.location).toMatch(/^https:\/\/other\.example\.com\/back\?.*state=two/)
  })
})

it('asks a user whose password was reset to choose a new one', async () => {
  const user = await addUser(pool, { status: 'RESET_REQUIRED' })
  const { browser, page } = await openSignIn()
  const answer = await browser.submit(page.forms[0], { username: user.username, password })
  expect(answer.status).toBe(400)
  expect(answer.text).toContain('You need to reset your password. Choose “Forgot your password?”.')
})

describe('a temporary password', () => {
  it('must be replaced; the page accepts corrections and then signs in', async () => {
    const user = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
    const { browser, page } = await openSignIn()
    const asked = await browser.submit(page.forms[0], { username: user.username, password })
    expect(asked.status).toBe(200)
    expect(asked.text).toContain('Choose a new password')
    expect(asked.text).toContain(user.username)
    expect(sessionOf(browser.cookies)).toBeUndefined()
    const short = await browser.submit(asked.forms[0], { password: 'short' })
    expect(short.status).toBe(400)
    expect(short.text).toContain('This password is too short.')
    const done = await browser.submit(short.forms[0], { password: 'My-own-horse-1' })
    expect(done.status).toBe(303)
    expect(done.location).toContain('code=')
    expect(sessionOf(browser.cookies)).toBeDefined()

    const repeated = await browser.submit(short.forms[0], { password: 'My-own-horse-2' })
    expect(repeated.text).toContain('Your sign-in expired. Sign in again.')
    expect(repeated.forms[0]?.action).toMatch(/^\/login\?/)
  })

  it('shows the sign-in page if the challenge is too old', async () => {
    const user = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
    const { browser, page } = await openSignIn()
    const asked = await browser.submit(page.forms[0], { username: user.username, password })
    pool.clock.advance(4 * 60_000)
    const answer = await browser.submit(asked.forms[0], { password: 'My-own-horse-1' })
    expect(answer.text).toContain('Your sign-in expired. Sign in again.')
    expect(answer.forms[0]?.action).toMatch(/^\/login\?/)
  })

  it('refuses a challenge of another client [A100]', async () => {
    const other = await pool.addClient()
    const user = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
    const { browser, page } = await openSignIn()
    const asked = await browser.submit(page.forms[0], { username: user.username, password })
    const [form] = asked.forms
    const moved = { action: `/changePassword?${oauthQuery(other)}`, fields: form?.fields ?? {} }
    const answer = await browser.submit(moved, { password: 'My-own-horse-1' })
    expect(answer.text).toContain('Sign in again.')
    expect(answer.forms[0]?.action).toMatch(/^\/login\?/)
    expect(sessionOf(browser.cookies)).toBeUndefined()
  })
})
