import { afterEach, describe, expect, test } from 'vitest'
import { alertOf, Browser, textOf } from './support/browser.ts'
import { alice, type ForgeSetting, Stage } from './support/forge.ts'

let stage: Stage
const start = async (setting: ForgeSetting = {}) => {
  stage = await Stage.start(setting)
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
}
afterEach(() => stage.stop())

const account = '/-/profile/account'
const refused = 'You are not allowed to unlink your primary login account'
const identities = () =>
  stage.sql<{ account_id: number; provider: string }>('SELECT account_id, provider FROM identities ORDER BY id')

const carol = async () => {
  const browser = new Browser()
  await stage.signInWithPassword('carol', 'correct horse', browser)
  return { browser, page: await browser.get(`${stage.url}${account}`) }
}
const alices = async () => {
  const browser = new Browser()
  await stage.signInWithProvider(alice, browser)
  return { browser, page: await browser.get(`${stage.url}${account}`) }
}
/** Sends a form that the page does not show, with a valid token. */
const unlinkAnyway = async (browser: Browser, provider: string) => {
  const page = await browser.get(`${stage.url}${account}`)
  const token = page.text.match(/name="authenticity_token" value="([^"]+)"/)?.[1] ?? ''
  const own = { origin: stage.url, 'sec-fetch-site': 'same-origin' }
  return browser.post(`${stage.url}${account}/unlink`, { authenticity_token: token, provider }, own)
}

describe('connected accounts', () => {
  test('a user connects a provider on the page, and disconnects it', async () => {
    await start({ label: 'Acme ID' })
    const { browser, page } = await carol()
    expect(page.text).toContain('Connect Acme ID')
    const linked = await browser.press(page, '/users/auth/cognito')
    expect(linked.url.pathname).toBe(account)
    expect(linked.text).toContain('Authentication method updated')
    expect(linked.text).toContain(alice.sub)
    expect(textOf(await stage.signInWithProvider(alice), 'username')).toBe('@carol')

    const unlinked = await browser.press(linked, `${account}/unlink`)
    expect(unlinked.text).toContain('Connect Acme ID')
    expect(identities()).toEqual([])
  })

  test('the last way to sign in has no button and cannot be disconnected', async () => {
    await start()
    const { browser, page } = await alices()
    expect(page.text).not.toContain('Disconnect')
    expect(alertOf(await unlinkAnyway(browser, 'cognito'))).toBe(refused)
    expect(identities()).toHaveLength(1)
  })

  test('a trusted identity of a provider that is configured and switched on is another way to sign in', async () => {
    await start()
    const { browser } = await alices()
    const id = identities()[0]?.account_id
    const add = (provider: string, trusted: number) =>
      stage.sql(`INSERT INTO identities (account_id, provider, uid, trusted, created_at)
                 VALUES (${id}, '${provider}', 'x', ${trusted}, 0)`)
    add('gone', 1)
    expect(alertOf(await unlinkAnyway(browser, 'cognito'))).toBe(refused)
    stage.sql('DELETE FROM identities')
    add('cognito', 0)
    add('gone', 1)
    expect(alertOf(await unlinkAnyway(browser, 'gone'))).toBe(refused)
    stage.sql(`UPDATE identities SET trusted = 1`)
    stage.sql(`INSERT INTO disabled_providers VALUES ('cognito', 0)`)
    expect(alertOf(await unlinkAnyway(browser, 'gone'))).toBe(refused)
    stage.sql('DELETE FROM disabled_providers')
    expect(alertOf(await unlinkAnyway(browser, 'gone'))).toBeUndefined()
    expect(identities()).toMatchObject([{ provider: 'cognito' }])
  })

  test.each(['saml', 'cas3'])('%s cannot be disconnected, even with a password', async (provider) => {
    await start()
    const { browser } = await carol()
    stage.sql(`INSERT INTO identities (account_id, provider, uid, created_at) VALUES (1, '${provider}', 'x', 0)`)
    expect(alertOf(await unlinkAnyway(browser, provider))).toBe(refused)
    expect(identities()).toHaveLength(1)
  })

  test('disconnecting answers 404 when the provider is not connected to this account', async () => {
    await start()
    await alices()
    const { browser } = await carol()
    expect((await unlinkAnyway(browser, 'cognito')).status).toBe(404)
    expect((await unlinkAnyway(browser, '')).status).toBe(404)
    expect(identities()).toHaveLength(1)
  })

  test('disconnecting unlocks the attributes of the provider', async () => {
    await start({ more: "gitlab_rails['omniauth_sync_profile_from_provider'] = true" })
    const { browser } = await alices()
    stage.sql(`INSERT INTO passwords SELECT id, 'x', 0 FROM accounts WHERE username = 'alice'`)
    await unlinkAnyway(browser, 'cognito')
    expect(stage.sql(`SELECT synced_provider AS by FROM accounts WHERE username = 'alice'`)).toEqual([{ by: null }])
  })
})

describe('case 175: a signed-in user who comes back from a provider', () => {
  const authorize = '/-/profile/account/authorize_link'

  /** Presses a provider's button on a sign-in page that was open before the user signed in. */
  const comeBack = async (browser: Browser) => {
    const home = await browser.get(`${stage.url}/`)
    const token = home.text.match(/name="authenticity_token" value="([^"]+)"/)?.[1] ?? ''
    const own = { origin: stage.url, 'sec-fetch-site': 'same-origin' }
    return browser.post(`${stage.url}/users/auth/cognito`, { authenticity_token: token }, own)
  }
  const whoIs = async (browser: Browser) => textOf(await browser.get(`${stage.url}/`), 'username')

  test('must authorize the link when they did not press "Connect"', async () => {
    await start()
    const { browser } = await carol()
    const page = await comeBack(browser)
    expect(page.url.pathname).toBe(authorize)
    expect(page.text).toContain('Authorize identity provider link')
    expect(identities()).toEqual([])
    const linked = await browser.press(page, authorize)
    expect([linked.url.pathname, await whoIs(browser)]).toEqual([account, '@carol'])
    expect(linked.text).toContain('Authentication method updated')
    expect(textOf(await stage.signInWithProvider(alice), 'username')).toBe('@carol')
    expect(browser.cookie('localhost', '_forge_identity_link')).toBeUndefined()
  })

  test('cannot authorize a link of another session or account, or an expired one', async () => {
    await start()
    await stage.createUser({ username: 'dave', email: 'dave@example.com', password: 'correct horse' })
    const { browser } = await carol()
    const page = await comeBack(browser)
    const waiting = browser.cookie('localhost', '_forge_identity_link') ?? ''
    const victim = new Browser()
    await stage.signInWithPassword('dave', 'correct horse', victim)
    victim.plant('localhost', '_forge_identity_link', waiting)
    expect((await victim.get(`${stage.url}${authorize}`)).url.pathname).toBe(account)
    stage.clock.advance(10 * 60_000)
    expect(alertOf(await browser.press(page, authorize))).toBe('Invalid state')
    expect(identities()).toEqual([])
  })

  test('goes to the start page when another tab signed in the same user', async () => {
    await start()
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    const again = await comeBack(browser)
    expect([again.url.pathname, alertOf(again), identities().length]).toEqual(['/', undefined, 1])
  })

  test('must authorize the link when another user signed in in the meantime', async () => {
    await start()
    await stage.createUser({ username: 'dave', email: 'dave@example.com', password: 'correct horse' })
    const { browser, page } = await carol()
    const atProvider = await browser.press(page, '/users/auth/cognito', {}, false)
    await browser.press(page, '/users/sign_out')
    await stage.signInWithPassword('dave', 'correct horse', browser)
    const there = await browser.get(atProvider.headers.get('location') ?? '')
    expect([there.url.pathname, identities()]).toEqual([authorize, []])
  })

  test.each(['from the account page', 'in another tab'])(
    'cannot link an identity of another account: %s',
    async (way) => {
      await start()
      await stage.signInWithProvider(alice)
      const { browser, page } = await carol()
      const answer =
        way === 'from the account page' ? await browser.press(page, '/users/auth/cognito') : await comeBack(browser)
      expect(alertOf(answer)).toBe(
        'Authentication failed: Extern uid has already been taken. Please contact your administrator to generate a unique extern_uid / NameID',
      )
      expect([identities().length, await whoIs(browser)]).toEqual([1, '@carol'])
    },
  )
})
