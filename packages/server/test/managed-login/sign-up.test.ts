import { beforeAll, describe, expect, it } from 'vitest'
import { addUser, password } from '../add-user.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { oauthQuery, openBrowser, type TestBrowser, type View } from './browser.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool({
    pool: {
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      Schema: [
        { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true },
        { Name: 'given_name', AttributeDataType: 'String', Required: true, Mutable: true },
      ],
    },
  })
})

let count = 0
const newAddress = (): string => `person-${++count}@example.com`

const sessionOf = ({ cookies }: TestBrowser): string | undefined => cookies.get(`__Host-poolhouse-${pool.userPoolId}`)
const stepName = (): string => `__Host-poolhouse-step-${pool.clientId}`

async function signUp(email = newAddress()): Promise<{ browser: TestBrowser; page: View; email: string }> {
  const browser = openBrowser(pool)
  const form = (await browser.get(`/signup?${oauthQuery(pool)}`)).forms[0]
  return { browser, email, page: await browser.submit(form, { username: email, given_name: 'Ada', password }) }
}

describe('signing up', () => {
  it('asks for the required attributes, sends a code, confirms the account and signs the user in', async () => {
    const browser = openBrowser(pool)
    const signIn = await browser.get(`/login?${oauthQuery(pool)}`)
    const signUpPage = await browser.get(signIn.links.find((href) => href.startsWith('/signup')) ?? '')
    expect(Object.keys(signUpPage.forms[0]?.fields ?? {}).sort()).toEqual([
      '_csrf',
      'given_name',
      'password',
      'username',
    ])
    const email = newAddress()
    const asked = await browser.submit(signUpPage.forms[0], { username: email, given_name: 'Ada', password })
    expect(asked.text).toContain('Enter the code we sent to p***@e***')
    const done = await browser.submit(asked.forms[0], { code: ` ${await pool.newestCode()} ` })
    expect(done.status).toBe(303)
    expect(done.location).toContain('state=app-state')
    expect(sessionOf(browser)).toBeDefined()
    expect(browser.cookies.has(stepName())).toBe(false)
    const { Users } = await pool.admin.call('ListUsers', { UserPoolId: pool.userPoolId, Filter: `email = "${email}"` })
    expect(Users?.[0]?.UserStatus).toBe('CONFIRMED')
  })

  it('shows the page of the code again after a reload', async () => {
    const { browser, email } = await signUp()
    const again = await browser.get(`/confirmUser?${oauthQuery(pool)}`)
    expect(again.text).toContain('p***@e***')
    expect(again.forms[0]?.fields['username']).toBe(email)
  })

  it('does not sign in by the code alone: another browser goes to the sign-in page [A96]', async () => {
    const { browser, page } = await signUp()
    const code = await pool.newestCode()
    const other = openBrowser(pool)
    const link = await other.get(
      `/confirmUser?${oauthQuery(pool, { user_name: page.forms[0]?.fields['username'] ?? '', confirmation_code: code })}`,
    )
    expect(link.forms[0]?.fields['code']).toBe(code)
    const done = await other.submit(link.forms[0])
    expect(done.status).toBe(200)
    expect(done.text).toContain('Your account is confirmed. Sign in to continue.')
    expect(sessionOf(other)).toBeUndefined()
    const late = await browser.submit(page.forms[0], { code })
    expect(late.status).toBe(400)
    expect(sessionOf(browser)).toBeUndefined()
  })

  it.each(['altered', 'of another sign-up', 'too old', 'of another client'])(
    'does not sign in by a sealed cookie that is %s',
    async (fault) => {
      const { browser, page } = await signUp()
      const code = await pool.newestCode()
      const own = browser.cookies.get(stepName()) ?? ''
      expect(own.length).toBeGreaterThan(100)
      const foreign = async (): Promise<string> => (await signUp()).browser.cookies.get(stepName()) ?? ''
      if (fault === 'altered') browser.cookies.set(stepName(), `${own.slice(0, -3)}AAA`)
      if (fault === 'of another sign-up') browser.cookies.set(stepName(), await foreign())
      if (fault === 'too old') pool.clock.advance(15 * 60_000)
      let [form] = page.forms
      if (fault === 'of another client') {
        const other = await pool.addClient()
        browser.cookies.set(`__Host-poolhouse-step-${other.clientId}`, own)
        form = { action: `/confirmUser?${oauthQuery(other)}`, fields: form?.fields ?? {} }
      }
      const done = await browser.submit(form, { code })
      expect(done.text).toContain('Your account is confirmed.')
      expect(sessionOf(browser)).toBeUndefined()
    },
  )

  it('does not sign in when the password was changed in between', async () => {
    const { browser, page, email } = await signUp()
    const code = await pool.newestCode()
    const { Users } = await pool.admin.call('ListUsers', { UserPoolId: pool.userPoolId, Filter: `email = "${email}"` })
    const { db } = pool.services
    const other = await addUser(pool, { username: `other-${email}`, attributes: {} })
    const salt = other.password
    // As a reset in another browser would do.
    await db
      .updateTable('users')
      .set({ srp_salt: salt?.srpSalt ?? '' })
      .where('sub', '=', Users?.[0]?.Username ?? '')
      .execute()
    const done = await browser.submit(page.forms[0], { code })
    expect(done.text).toContain('Your account is confirmed.')
    expect(sessionOf(browser)).toBeUndefined()
  })

  it('shows what the user typed after an error, but never the password', async () => {
    const browser = openBrowser(pool)
    const form = (await browser.get(`/signup?${oauthQuery(pool)}`)).forms[0]
    const faulty = await browser.submit(form, { username: 'no address', given_name: 'Ada', password })
    expect(faulty.status).toBe(400)
    expect(faulty.text).toContain('Enter a valid email address.')
    expect(faulty.forms[0]?.fields).toMatchObject({ username: 'no address', given_name: 'Ada', password: '' })
    expect(faulty.html).not.toContain(password)
    const weak = await browser.submit(form, { username: newAddress(), given_name: 'Ada', password: 'alllowercase' })
    expect(weak.text).toContain('This password needs an upper-case letter.')
    const empty = await browser.submit(form, { username: newAddress(), password })
    expect(empty.text).toContain('Enter your given name.')
  })

  it('says that an account exists, as Cognito does [A92]', async () => {
    const { email } = await signUp()
    const { page } = await signUp(email.toUpperCase())
    expect(page.text).toContain('An account with this email address already exists. Sign in')
  })

  it('writes markup in names as text [A110]', async () => {
    const browser = openBrowser(pool)
    const form = (await browser.get(`/signup?${oauthQuery(pool)}`)).forms[0]
    const page = await browser.submit(form, { username: '"><script>x', given_name: '</title>{{7*7}}', password })
    expect(page.html).not.toContain('<script>x')
    expect(page.html.match(/<\/title>/g)).toHaveLength(1)
  })
})

describe('an unconfirmed account', () => {
  it('shows the code page only after the right password, can request a new code, and is then signed in', async () => {
    const { email } = await signUp()
    const older = await pool.newestCode()
    const browser = openBrowser(pool)
    const signIn = await browser.get(`/login?${oauthQuery(pool)}`)
    const wrong = await browser.submit(signIn.forms[0], { username: email, password: 'Wrong-horse-1' })
    expect(wrong.text).toContain('Incorrect email address or password.')
    const asked = await browser.submit(signIn.forms[0], { username: email, password })
    expect(asked.text).toContain('Your account isn’t confirmed yet.')
    const resent = await browser.submit(asked.forms[1])
    expect(resent.text).toContain('We sent you a new code.')
    const stale = await browser.submit(resent.forms[0], { code: older })
    expect(stale.text).toContain('This code isn’t correct.')
    const done = await browser.submit(stale.forms[0], { code: await pool.newestCode() })
    expect(done.status).toBe(303)
    expect(sessionOf(browser)).toBeDefined()
  })

  it('answers codes and resends for an unknown name as for a known one [A90]', async () => {
    const { browser, page } = await signUp()
    const [form, resend] = page.forms
    const known = await browser.submit(form, { code: '000000' })
    const unknown = await browser.submit(form, { code: '000000', username: 'qerson-9@example.com' })
    expect(unknown.status).toBe(known.status)
    expect(unknown.text).toContain('This code isn’t correct.')
    const sent = await browser.submit(resend, { username: 'qerson-9@example.com' })
    expect(sent.text).toContain('We sent you a new code.')
    expect(sent.text).toContain('q***@e***')
  })

  it('limits how often a code can be guessed, and says so [A96]', async () => {
    const { browser, page } = await signUp()
    for (let count = 0; count < 15; count++) await browser.submit(page.forms[0], { code: '000000' })
    const answer = await browser.submit(page.forms[0], { code: await pool.newestCode() })
    expect(answer.text).toContain('Too many attempts.')
    expect(sessionOf(browser)).toBeUndefined()
  })
})

describe('a pool whose administrators create the users', () => {
  it('offers no sign-up and refuses it', async () => {
    const closed = await startPool({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } })
    const browser = openBrowser(closed)
    const signIn = await browser.get(`/login?${oauthQuery(closed)}`)
    expect(signIn.links.some((href) => href.startsWith('/signup'))).toBe(false)
    const page = await browser.get(`/signup?${oauthQuery(closed)}`)
    expect(page.status).toBe(403)
    expect(page.text).toContain('You can’t create an account here.')
    const forced = { action: `/signup?${oauthQuery(closed)}`, fields: signIn.forms[0]?.fields ?? {} }
    expect((await browser.submit(forced, { username: 'me', password })).status).toBe(403)
  })
})

describe('a pool that sends no codes', () => {
  it('says that an administrator has to confirm the account', async () => {
    const silent = await startPool()
    const browser = openBrowser(silent)
    const form = (await browser.get(`/signup?${oauthQuery(silent)}`)).forms[0]
    const waiting = await browser.submit(form, { username: 'ada', password })
    expect(waiting.text).toContain('An administrator has to confirm it.')
    const signIn = await browser.get(waiting.links.at(-1) ?? '')
    const refused = await browser.submit(signIn.forms[0], { username: 'ada', password })
    expect(refused.text).toContain('Your account isn’t confirmed yet.')
  })
})
