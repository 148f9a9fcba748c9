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
/** A form that the page does not show, sent with its token all the same. */
const unlinkAnyway = async (browser: Browser, provider: string) => {
  const page = await browser.get(`${stage.url}${account}`)
  const token = page.text.match(/name="authenticity_token" value="([^"]+)"/)?.[1] ?? ''
  const own = { origin: stage.url, 'sec-fetch-site': 'same-origin' }
  return browser.post(`${stage.url}${account}/unlink`, { authenticity_token: token, provider }, own)
}

describe('connected accounts', () => {
  test('a provider is connected from the page, and disconnected again', async () => {
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

  test('the last way to sign in is not disconnected: no button, and no other way', async () => {
    await start()
    const { browser, page } = await alices()
    expect(page.text).not.toContain('Disconnect')
    expect(alertOf(await unlinkAnyway(browser, 'cognito'))).toBe(refused)
    expect(identities()).toHaveLength(1)
  })

  test('a password is another way, and so is an identity that is trusted and whose provider is there', async () => {
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
    expect(alertOf(await unlinkAnyway(browser, 'gone'))).toBeUndefined()
    expect(identities()).toMatchObject([{ provider: 'cognito' }])
  })

  test.each(['saml', 'cas3'])('%s is not disconnected, password or not', async (provider) => {
    await start()
    const { browser } = await carol()
    stage.sql(`INSERT INTO identities (account_id, provider, uid, created_at) VALUES (1, '${provider}', 'x', 0)`)
    expect(alertOf(await unlinkAnyway(browser, provider))).toBe(refused)
    expect(identities()).toHaveLength(1)
  })

  test('what is not connected is not found, another account`s included', async () => {
    await start()
    await alices()
    const { browser } = await carol()
    expect((await unlinkAnyway(browser, 'cognito')).status).toBe(404)
    expect((await unlinkAnyway(browser, '')).status).toBe(404)
    expect(identities()).toHaveLength(1)
  })

  test('disconnecting frees what the provider kept locked', async () => {
    await start({ more: "gitlab_rails['omniauth_sync_profile_from_provider'] = true" })
    const { browser } = await alices()
    stage.sql(`INSERT INTO passwords SELECT id, 'x', 0 FROM accounts WHERE username = 'alice'`)
    await unlinkAnyway(browser, 'cognito')
    expect(stage.sql(`SELECT synced_provider AS by FROM accounts WHERE username = 'alice'`)).toEqual([{ by: null }])
  })
})
