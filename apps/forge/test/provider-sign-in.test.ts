import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertOf, Browser, textOf } from './support/browser.ts'
import { alice, bob, type ForgeSetting, Stage } from './support/forge.ts'

let stage: Stage
const start = async (setting?: ForgeSetting) => {
  stage = await Stage.start(setting)
}
afterEach(() => stage.stop())

const accounts = () =>
  stage.sql<{ username: string; email: string; name: string; state: string; uid: string; automatic: number }>(
    `SELECT username, email, name, state, uid, hash IS NULL AS automatic
     FROM accounts LEFT JOIN identities ON identities.account_id = accounts.id
     LEFT JOIN passwords ON passwords.account_id = accounts.id ORDER BY accounts.id`,
  )

describe('a person who clicks the button', () => {
  beforeEach(() => start())

  test('sees it below the regular form, named after the provider', async () => {
    const { text } = await new Browser().get(`${stage.url}/users/sign_in`)
    const order = ['name="user[login]"', 'name="user[password]"', 'or sign in with', '>Cognito<', 'name="remember_me"']
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b),
    )
    expect(order.every((part) => text.includes(part))).toBe(true)
  })

  test('comes back signed in, to a new account with the uid from sub although the block has no id_path', async () => {
    const page = await stage.signInWithProvider(alice)
    expect(page.url.href).toBe(`${stage.url}/`)
    expect(textOf(page, 'email')).toBe('alice@example.com')
    expect(textOf(page, 'username')).toBe('@alice')
    expect(textOf(page, 'signed-in-with')).toBe('Cognito')
    expect(accounts()).toEqual([
      { username: 'alice', email: 'alice@example.com', name: 'alice', state: 'active', uid: alice.sub, automatic: 1 },
    ])
  })

  test('finds the same account the next time, whatever the case of the uid', async () => {
    await stage.signInWithProvider(alice)
    const page = await stage.signInWithProvider({ ...alice, sub: alice.sub.toUpperCase() })
    expect(textOf(page, 'username')).toBe('@alice')
    expect(accounts()).toHaveLength(1)
  })

  test('is another account than the person before', async () => {
    await stage.signInWithProvider(alice)
    const page = await stage.signInWithProvider(bob)
    expect(textOf(page, 'email')).toBe('bob@example.com')
    expect(accounts().map(({ uid }) => uid)).toEqual([alice.sub, bob.sub])
  })

  test('gets a username of their own when theirs is taken', async () => {
    await stage.signInWithProvider(alice)
    const page = await stage.signInWithProvider({ ...bob, email: 'alice@elsewhere.example' })
    expect(textOf(page, 'username')).toBe('@alice1')
  })

  test('never gets the account of somebody else who has their email address [A117]', async () => {
    await stage.createUser({ username: 'owner', email: 'Alice@Example.com', password: 'correct horse' })
    const page = await stage.signInWithProvider(alice)
    expect(page.status).toBe(422)
    expect(page.text).toContain('Sign-in using Cognito auth failed')
    expect(textOf(page, 'reason')).toBe('Sign-in failed because Email has already been taken.')
    expect(accounts()).toHaveLength(1)
    expect(stage.sql('SELECT * FROM sessions')).toEqual([])
  })

  test('is refused without a uid, and nothing is stored', async () => {
    for (const sub of ['', '   ', null]) {
      const page = await stage.signInWithProvider({ ...alice, sub })
      expect(alertOf(page)).toMatch(/^Could not authenticate you from Cognito because /)
    }
    expect(accounts()).toEqual([])
    expect(() =>
      stage.sql(`INSERT INTO identities (account_id, provider, uid, created_at) VALUES (1, 'cognito', ' ', 0)`),
    ).toThrow(/CHECK/)
  })

  test('and has no email address gets a temporary one', async () => {
    const page = await stage.signInWithProvider({ sub: 'no-mail-1' })
    expect(textOf(page, 'email')).toBe('temp-email-for-oauth-blank@gitlab.localhost')
    const next = await stage.signInWithProvider({ sub: 'no-mail-2' })
    expect(textOf(next, 'email')).toBe('temp-email-for-oauth-blank1@gitlab.localhost')
  })

  test('with an address that is none gets the 422 page', async () => {
    const page = await stage.signInWithProvider({ ...alice, email: 'nobody\r\nBcc: all@example.com' })
    expect(page.status).toBe(422)
    expect(textOf(page, 'reason')).toContain('Email is invalid')
    expect(accounts()).toEqual([])
  })

  test('cancels, and reads so on the sign-in page', async () => {
    stage.provider.denial = 'access_denied'
    const page = await stage.signInWithProvider()
    expect(page.url.pathname).toBe('/users/sign_in')
    expect(alertOf(page)).toBe('Could not authenticate you from Cognito because "Access denied".')
    const again = await new Browser().get(page.url)
    expect(alertOf(again)).toBeUndefined()
  })

  test('has an alert once: the next view of the page is clean', async () => {
    stage.provider.denial = 'access_denied'
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    expect(alertOf(await browser.get(`${stage.url}/users/sign_in`))).toBeUndefined()
  })

  test('many at once for one new person: one account', async () => {
    const arrivals = Array.from({ length: 50 }, () => stage.signInWithProvider(alice))
    const pages = await Promise.all(arrivals)
    expect(pages.map((page) => textOf(page, 'email'))).toEqual(Array(50).fill('alice@example.com'))
    expect(accounts()).toHaveLength(1)
    expect(stage.sql('SELECT * FROM identities')).toHaveLength(1)
  })

  test('many people at once who wish for one username: each their own', async () => {
    const browsers = Array.from({ length: 12 }, () => new Browser())
    for (const [index, browser] of browsers.entries()) {
      await stage.signInWithProvider({ sub: `s${index}`, email: `same@${index}.example` }, browser)
    }
    expect(new Set(accounts().map(({ username }) => username)).size).toBe(12)
  })
})

describe('omniauth_block_auto_created_users', () => {
  const pending =
    'Your account is pending approval from your GitLab administrator and hence blocked. ' +
    'Please contact your GitLab administrator if you think this is an error.'

  test('makes the account wait for approval; a later sign-in does not block it again', async () => {
    await start({ blockAutoCreatedUsers: true })
    const browser = new Browser()
    expect(alertOf(await stage.signInWithProvider(alice, browser))).toBe(pending)
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect(alertOf(await stage.signInWithProvider(alice, browser))).toBe(pending)

    stage.sql(`UPDATE accounts SET state = 'active'`)
    expect(textOf(await stage.signInWithProvider(alice, browser), 'email')).toBe('alice@example.com')
  })

  test('a blocked account ends the sessions that it has, and starts none', async () => {
    await start()
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    stage.sql(`UPDATE accounts SET state = 'blocked'`)
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect(alertOf(await stage.signInWithProvider(alice))).toBe('Your account has been blocked.')
  })
})

describe('omniauth_allow_single_sign_on', () => {
  test.each(["['saml']", '[]', 'false'])(
    '%s: nobody new, and the message names the host',
    async (allowSingleSignOn) => {
      await start({ allowSingleSignOn, label: 'Acme ID' })
      const host = new URL(stage.url).host
      expect(alertOf(await stage.signInWithProvider())).toBe(
        `Signing in using your Acme ID account without a pre-existing account in ${host} is not allowed. Create an account in ${host} first, and then connect it to your Acme ID account.`,
      )
      expect(accounts()).toEqual([])
    },
  )

  test('is about new accounts only: who has one signs in, after a restart that takes up the change', async () => {
    await start({ allowSingleSignOn: 'true' })
    await stage.signInWithProvider(alice)
    stage.configure({ allowSingleSignOn: 'false' })
    await stage.restart()
    expect(textOf(await stage.signInWithProvider(alice), 'email')).toBe('alice@example.com')
    expect(alertOf(await stage.signInWithProvider(bob))).toContain('is not allowed')
  })
})

describe('accounts by the settings', () => {
  const verified = () =>
    stage.sql<{ username: string; verified: number; external: number }>(
      'SELECT username, email_verified AS verified, external FROM accounts ORDER BY id',
    )

  // GitLab stores 128 random characters and flags them. Here there is no password at all: nothing to guess, and nothing to hash.
  test('case 166: the account is made without the sign-up form; confirmed, and without a password', async () => {
    await start()
    await stage.signInWithProvider(alice)
    expect(accounts()).toMatchObject([{ username: 'alice', state: 'active', automatic: 1 }])
    expect(verified()).toEqual([{ username: 'alice', verified: 1, external: 0 }])
    expect(alertOf(await stage.signInWithPassword('alice', ''))).toBe('Invalid login or password.')
  })

  test('case 167: omniauth_external_providers makes accounts external', async () => {
    await start({ more: "gitlab_rails['omniauth_external_providers'] = ['cognito']" })
    await stage.signInWithProvider({ sub: 's1', email: 'eve@example.com' })
    expect(verified()).toEqual([{ username: 'eve', verified: 0, external: 1 }])
  })

  test('omniauth_auto_link_user: a verified address signs in as the account that holds it, and no other does', async () => {
    await start({ more: "gitlab_rails['omniauth_auto_link_user'] = ['cognito']" })
    await stage.createUser({ username: 'owner', email: 'Alice@Example.com', password: 'correct horse' })
    expect((await stage.signInWithProvider({ ...alice, email_verified: 'false' })).status).toBe(422)
    expect(textOf(await stage.signInWithProvider(alice), 'username')).toBe('@owner')
    const host = new URL(stage.url).host
    expect(alertOf(await stage.signInWithProvider({ ...alice, sub: 'another' }))).toBe(
      `Your account in ${host} is connected to another Cognito account. Sign in with that one, or ask your GitLab administrator to change its extern_uid.`,
    )
    expect(accounts()).toMatchObject([{ username: 'owner', uid: alice.sub }])
  })

  test('omniauth_sync_profile_from_provider: the address follows the provider', async () => {
    await start({ more: "gitlab_rails['omniauth_sync_profile_from_provider'] = true" })
    await stage.signInWithProvider(alice)
    expect(textOf(await stage.signInWithProvider({ ...alice, email: 'a2@example.com' }), 'email')).toBe(
      'a2@example.com',
    )
  })

  test('a deactivated account wakes, and reads so', async () => {
    await start()
    await stage.signInWithProvider(alice)
    stage.sql(`UPDATE accounts SET state = 'deactivated'`)
    const page = await stage.signInWithProvider(alice)
    expect(page.text).toContain(
      'Welcome back! Your account had been deactivated due to inactivity but is now reactivated.',
    )
    expect(accounts()).toMatchObject([{ state: 'active' }])
  })
})

describe('omniauth_auto_sign_in_with_provider', () => {
  beforeEach(() => start({ more: "gitlab_rails['omniauth_auto_sign_in_with_provider'] = 'cognito'" }))
  const automatic = (page: { text: string }) => /<form[^>]* data-automatic/.test(page.text)

  test('a page that presses the button by itself, or lets the person press it', async () => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/`)
    expect(automatic(page)).toBe(true)
    expect(page.text).toMatch(/<script src="\/assets\/sign-in-[0-9a-f]+\.js" defer><\/script>/)
    expect(page.text).toContain('Continue with Cognito')
    expect(textOf(await browser.press(page, '/users/auth/cognito'), 'email')).toBe('alice@example.com')
  })

  test('?auto_sign_in=false shows the page, and so does signing out', async () => {
    const browser = new Browser()
    expect((await browser.get(`${stage.url}/users/sign_in?auto_sign_in=false`)).text).toContain('or sign in with')
    const home = await browser.press(await browser.get(`${stage.url}/`), '/users/auth/cognito')
    const after = await browser.press(home, '/users/sign_out')
    expect(after.text).toContain('or sign in with')
  })

  test('an alert is shown, not answered by another round; but for the one that says to sign in', async () => {
    const browser = new Browser()
    stage.provider.denial = 'access_denied'
    const page = await browser.press(await browser.get(`${stage.url}/`), '/users/auth/cognito')
    expect(alertOf(page)).toBe('Could not authenticate you from Cognito because "Access denied".')
    expect(automatic(page)).toBe(false)
    expect(automatic(await browser.get(`${stage.url}/-/profile/account`))).toBe(true)
  })

  test('a blocked account reads so', async () => {
    const browser = new Browser()
    const home = await browser.press(await browser.get(`${stage.url}/`), '/users/auth/cognito')
    stage.sql(`UPDATE accounts SET state = 'blocked'`)
    expect(textOf(home, 'email')).toBe('alice@example.com')
    const again = await browser.press(await browser.get(`${stage.url}/`), '/users/auth/cognito')
    expect([alertOf(again), automatic(again)]).toEqual(['Your account has been blocked.', false])
  })
})

test('omniauth_enabled = false: no button, and no sign-in by the address either', async () => {
  await start({ more: "gitlab_rails['omniauth_enabled'] = false" })
  const browser = new Browser()
  const page = await browser.get(`${stage.url}/users/sign_in`)
  expect(page.text).not.toContain('or sign in with')
  const token = page.text.match(/name="authenticity_token" value="([^"]+)"/)?.[1] ?? ''
  expect((await browser.post(`${stage.url}/users/auth/cognito`, { authenticity_token: token })).status).toBe(404)
})
