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

describe('the provider button', () => {
  beforeEach(() => start())

  test('is below the sign-in form and has the name of the provider', async () => {
    const { text } = await new Browser().get(`${stage.url}/users/sign_in`)
    const order = ['name="user[login]"', 'name="user[password]"', 'or sign in with', '>Cognito<', 'name="remember_me"']
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b),
    )
    expect(order.every((part) => text.includes(part))).toBe(true)
  })

  test('creates an account and signs in; the uid is sub, although the block has no id_path', async () => {
    const page = await stage.signInWithProvider(alice)
    expect(page.url.href).toBe(`${stage.url}/`)
    expect(textOf(page, 'email')).toBe('alice@example.com')
    expect(textOf(page, 'username')).toBe('@alice')
    expect(textOf(page, 'signed-in-with')).toBe('Cognito')
    expect(accounts()).toEqual([
      { username: 'alice', email: 'alice@example.com', name: 'alice', state: 'active', uid: alice.sub, automatic: 1 },
    ])
  })

  test('signs in to the same account the next time, also when the uid has another letter case', async () => {
    await stage.signInWithProvider(alice)
    const page = await stage.signInWithProvider({ ...alice, sub: alice.sub.toUpperCase() })
    expect(textOf(page, 'username')).toBe('@alice')
    expect(accounts()).toHaveLength(1)
  })

  test('signs in another person to another account', async () => {
    await stage.signInWithProvider(alice)
    const page = await stage.signInWithProvider(bob)
    expect(textOf(page, 'email')).toBe('bob@example.com')
    expect(accounts().map(({ uid }) => uid)).toEqual([alice.sub, bob.sub])
  })

  test('creates an account with another username when the username is taken', async () => {
    await stage.signInWithProvider(alice)
    const page = await stage.signInWithProvider({ ...bob, email: 'alice@elsewhere.example' })
    expect(textOf(page, 'username')).toBe('@alice1')
  })

  test('never signs in to the account of another user with the same email address [A117]', async () => {
    await stage.createUser({ username: 'owner', email: 'Alice@Example.com', password: 'correct horse' })
    const page = await stage.signInWithProvider(alice)
    expect(page.status).toBe(422)
    expect(page.text).toContain('Sign-in using Cognito auth failed')
    expect(textOf(page, 'reason')).toBe('Sign-in failed because Email has already been taken.')
    expect(accounts()).toHaveLength(1)
    expect(stage.sql('SELECT * FROM sessions')).toEqual([])
  })

  test('is refused without a uid, and Forge stores nothing', async () => {
    for (const sub of ['', '   ', null]) {
      const page = await stage.signInWithProvider({ ...alice, sub })
      expect(alertOf(page)).toMatch(/^Could not authenticate you from Cognito because /)
    }
    expect(accounts()).toEqual([])
    expect(() =>
      stage.sql(`INSERT INTO identities (account_id, provider, uid, created_at) VALUES (1, 'cognito', ' ', 0)`),
    ).toThrow(/CHECK/)
  })

  test('creates an account with a temporary email address for a person without one', async () => {
    const page = await stage.signInWithProvider({ sub: 'no-mail-1' })
    expect(textOf(page, 'email')).toBe('temp-email-for-oauth-blank@gitlab.localhost')
    const next = await stage.signInWithProvider({ sub: 'no-mail-2' })
    expect(textOf(next, 'email')).toBe('temp-email-for-oauth-blank1@gitlab.localhost')
  })

  test('shows the 422 page for an invalid email address', async () => {
    const page = await stage.signInWithProvider({ ...alice, email: 'nobody\r\nBcc: all@example.com' })
    expect(page.status).toBe(422)
    expect(textOf(page, 'reason')).toContain('Email is invalid')
    expect(accounts()).toEqual([])
  })

  test('shows an alert on the sign-in page when the person cancels at the provider', async () => {
    stage.provider.denial = 'access_denied'
    const page = await stage.signInWithProvider()
    expect(page.url.pathname).toBe('/users/sign_in')
    expect(alertOf(page)).toBe('Could not authenticate you from Cognito because "Access denied".')
    const again = await new Browser().get(page.url)
    expect(alertOf(again)).toBeUndefined()
  })

  test('shows the alert once', async () => {
    stage.provider.denial = 'access_denied'
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    expect(alertOf(await browser.get(`${stage.url}/users/sign_in`))).toBeUndefined()
  })

  test('creates one account for many sign-ins of a new person at once', async () => {
    const arrivals = Array.from({ length: 50 }, () => stage.signInWithProvider(alice))
    const pages = await Promise.all(arrivals)
    expect(pages.map((page) => textOf(page, 'email'))).toEqual(Array(50).fill('alice@example.com'))
    expect(accounts()).toHaveLength(1)
    expect(stage.sql('SELECT * FROM identities')).toHaveLength(1)
  })

  test('gives each person a unique username when many have the same one', async () => {
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

  test('blocks a new account until it is approved; a later sign-in does not block it again', async () => {
    await start({ blockAutoCreatedUsers: true })
    const browser = new Browser()
    expect(alertOf(await stage.signInWithProvider(alice, browser))).toBe(pending)
    expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect(alertOf(await stage.signInWithProvider(alice, browser))).toBe(pending)

    stage.sql(`UPDATE accounts SET state = 'active'`)
    expect(textOf(await stage.signInWithProvider(alice, browser), 'email')).toBe('alice@example.com')
  })

  test('ends the sessions of a blocked account, and starts no new one', async () => {
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
    '%s: creates no account, and the message names the host',
    async (allowSingleSignOn) => {
      await start({ allowSingleSignOn, label: 'Acme ID' })
      const host = new URL(stage.url).host
      expect(alertOf(await stage.signInWithProvider())).toBe(
        `Signing in using your Acme ID account without a pre-existing account in ${host} is not allowed. Create an account in ${host} first, and then connect it to your Acme ID account.`,
      )
      expect(accounts()).toEqual([])
    },
  )

  test('affects only new accounts: a user with an account signs in after the change and a restart', async () => {
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

  // GitLab stores a random password of 128 characters and flags it. Forge stores no password.
  test('case 166: a provider creates a confirmed account without the sign-up form and without a password', async () => {
    await start()
    await stage.signInWithProvider(alice)
    expect(accounts()).toMatchObject([{ username: 'alice', state: 'active', automatic: 1 }])
    expect(verified()).toEqual([{ username: 'alice', verified: 1, external: 0 }])
    expect(alertOf(await stage.signInWithPassword('alice', ''))).toBe('Invalid login or password.')
  })

  test('case 167: omniauth_external_providers creates external accounts', async () => {
    await start({ more: "gitlab_rails['omniauth_external_providers'] = ['cognito']" })
    await stage.signInWithProvider({ sub: 's1', email: 'eve@example.com' })
    expect(verified()).toEqual([{ username: 'eve', verified: 0, external: 1 }])
  })

  test('omniauth_auto_link_user: only a verified email address signs in to the account with this address', async () => {
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

  test('omniauth_sync_profile_from_provider: the provider updates the email address', async () => {
    await start({ more: "gitlab_rails['omniauth_sync_profile_from_provider'] = true" })
    await stage.signInWithProvider(alice)
    expect(textOf(await stage.signInWithProvider({ ...alice, email: 'a2@example.com' }), 'email')).toBe(
      'a2@example.com',
    )
  })

  test('a sign-in activates a deactivated account and shows a notice', async () => {
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

  test('shows a page whose script presses the button; without scripts the user presses it', async () => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/`)
    expect(automatic(page)).toBe(true)
    expect(page.text).toMatch(/<script src="\/assets\/sign-in-[0-9a-f]+\.js" defer><\/script>/)
    expect(page.text).toContain('Continue with Cognito')
    expect(textOf(await browser.press(page, '/users/auth/cognito'), 'email')).toBe('alice@example.com')
  })

  test('shows the sign-in page with ?auto_sign_in=false and after sign-out', async () => {
    const browser = new Browser()
    expect((await browser.get(`${stage.url}/users/sign_in?auto_sign_in=false`)).text).toContain('or sign in with')
    const home = await browser.press(await browser.get(`${stage.url}/`), '/users/auth/cognito')
    const after = await browser.press(home, '/users/sign_out')
    expect(after.text).toContain('or sign in with')
  })

  test('shows the sign-in page with an alert, except for the alert that asks to sign in', async () => {
    const browser = new Browser()
    stage.provider.denial = 'access_denied'
    const page = await browser.press(await browser.get(`${stage.url}/`), '/users/auth/cognito')
    expect(alertOf(page)).toBe('Could not authenticate you from Cognito because "Access denied".')
    expect(automatic(page)).toBe(false)
    expect(automatic(await browser.get(`${stage.url}/-/profile/account`))).toBe(true)
  })

  test('shows a blocked user the alert', async () => {
    const browser = new Browser()
    const home = await browser.press(await browser.get(`${stage.url}/`), '/users/auth/cognito')
    stage.sql(`UPDATE accounts SET state = 'blocked'`)
    expect(textOf(home, 'email')).toBe('alice@example.com')
    const again = await browser.press(await browser.get(`${stage.url}/`), '/users/auth/cognito')
    expect([alertOf(again), automatic(again)]).toEqual(['Your account has been blocked.', false])
  })
})

test('omniauth_enabled = false: there is no button, and its URL answers 404', async () => {
  await start({ more: "gitlab_rails['omniauth_enabled'] = false" })
  const browser = new Browser()
  const page = await browser.get(`${stage.url}/users/sign_in`)
  expect(page.text).not.toContain('or sign in with')
  const token = page.text.match(/name="authenticity_token" value="([^"]+)"/)?.[1] ?? ''
  expect((await browser.post(`${stage.url}/users/auth/cognito`, { authenticity_token: token })).status).toBe(404)
})
