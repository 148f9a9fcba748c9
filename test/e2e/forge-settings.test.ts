import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { reconfigure } from '../../apps/forge/src/cli/reconfigure.ts'
import { alice, bob, Stage } from '../../apps/forge/test/support/forge.ts'
import { totpAt } from '../../apps/forge/test/support/totp-app.ts'
import { openChromium } from './support/chromium.ts'
import { type ForgeVisit, visitForge } from './support/forge-visit.ts'

/** GitLab's settings, each switched while Forge runs, and seen to work. One administrator stays signed in through all of it. */

const password = 'correct horse'
const rb = (setting: string, value: string) => `gitlab_rails['omniauth_${setting}'] = ${value}`

let stage: Stage
let browser: Browser
let forge: ForgeVisit
let admin: Page
beforeAll(async () => {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
  stage = await Stage.start({
    people: '- { uid: eve, dn: "uid=eve,dc=example,dc=com", name: Eve Adams, email: eve@example.com }',
  })
  browser = await openChromium()
  forge = visitForge(stage, browser)
  await stage.createUser({ username: 'root', email: 'root@example.com', password })
  stage.sql("UPDATE accounts SET admin = 1 WHERE username = 'root'")
  admin = await forge.withPassword('root', password)
})
afterEach(() => {
  expect(forge.complaints).toEqual([])
})
afterAll(async () => {
  await forge?.end()
  await browser?.close()
  await stage?.stop()
})

const alert = (page: Page) => page.getByRole('alert').innerText()
const who = (page: Page) => page.getByTestId('username').innerText()
const person = (name: string, more = {}) => ({ ...alice, sub: `sub-${name}`, email: `${name}@example.com`, ...more })

test('enabled: without it there is no button, and no divider', async () => {
  await forge.switchTo({ more: rb('enabled', 'false') })
  const page = await forge.newcomer()
  expect(await page.getByText('or sign in with').count()).toBe(0)
  await forge.look(page, 'enabled-false')
  await forge.switchTo({})
  await page.reload()
  await page.getByTestId('cognito-sign-in-button').waitFor()
  await forge.look(page, 'enabled-true')
})

test('allow_single_sign_on: nobody, everybody, or those of a list', async () => {
  await forge.switchTo({ allowSingleSignOn: 'false' })
  const refused = await forge.come(person('nobody'))
  expect(await alert(refused)).toContain('without a pre-existing account')
  await forge.look(refused, 'allow_single_sign_on-false')
  for (const [value, name] of [
    ['true', 'everybody'],
    ["['cognito']", 'listed'],
  ] as const) {
    await forge.switchTo({ allowSingleSignOn: value })
    expect(await who(await forge.come(person(name)))).toBe(`@${name}`)
  }
  await forge.switchTo({ allowSingleSignOn: "['github']" })
  expect(await alert(await forge.come(person('unlisted')))).toContain('without a pre-existing account')
})

test('block_auto_created_users: who is new waits until an administrator approves', async () => {
  await forge.switchTo({ blockAutoCreatedUsers: true })
  const waiting = await forge.come(person('waiting'))
  expect(await alert(waiting)).toContain('pending approval')
  await forge.look(waiting, 'block_auto_created_users-true')
  await admin.goto(`${stage.url}/admin/users?filter=pending`)
  expect(await admin.getByTestId('pending-count').first().innerText()).toContain('1')
  await forge.look(admin, 'admin-users-pending')
  await admin.getByRole('link', { name: /waiting/ }).click()
  await forge.look(admin, 'admin-user-pending')
  await admin.getByRole('button', { name: 'Approve' }).click()
  expect(await who(await forge.come(person('waiting')))).toBe('@waiting')
  await forge.switchTo({ blockAutoCreatedUsers: false })
  expect(await who(await forge.come(person('at-once')))).toBe('@at-once')
})

test('auto_link_user: an address that both sides vouch for finds its account', async () => {
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password })
  await forge.switchTo({})
  const taken = await forge.come(person('carol'))
  expect(await taken.innerText('main')).toContain('Email has already been taken')
  await forge.look(taken, 'auto_link_user-false')
  await forge.switchTo({ more: rb('auto_link_user', "['cognito']") })
  const unverified = await forge.come(person('carol', { email_verified: 'false' }))
  expect(await unverified.innerText('main')).toContain('Email has already been taken')
  const linked = await forge.come(person('carol'))
  expect(await who(linked)).toBe('@carol')
  await forge.look(linked, 'auto_link_user-cognito')
})

test('auto_link_ldap_user: who is in the directory gets the account of the directory', async () => {
  await forge.switchTo({ allowSingleSignOn: 'false', more: rb('auto_link_ldap_user', 'true') })
  const page = await forge.come(person('eve'))
  expect(await page.getByTestId('name').first().innerText()).toBe('Eve Adams')
  await forge.look(page, 'auto_link_ldap_user-true')
})

test('external_providers: who comes with one is external', async () => {
  await forge.switchTo({ more: rb('external_providers', "['cognito']") })
  expect(await who(await forge.come(person('outsider')))).toBe('@outsider')
  await admin.goto(`${stage.url}/admin/users?filter=external`)
  expect(await admin.getByTestId('user').allInnerTexts()).toEqual([expect.stringContaining('@outsider')])
  await forge.look(admin, 'external_providers-cognito')
})

test('allow_bypass_two_factor: the second factor is asked, or not', async () => {
  await forge.switchTo({})
  const page = await forge.come(person('careful'))
  await page.goto(`${stage.url}/-/profile/two_factor_auth`)
  const key = (await page.getByTestId('totp-key').innerText()).replaceAll(' ', '')
  await page.getByLabel('Verification code').fill(totpAt(key, stage.clock.now()))
  await page.getByRole('button', { name: 'Register with two-factor app' }).click()
  await page.getByTestId('recovery-codes').waitFor()
  const asked = await forge.come(person('careful'))
  expect(asked.url()).toBe(`${stage.url}/users/sign_in/two_factor`)
  await forge.look(asked, 'allow_bypass_two_factor-false')
  await forge.switchTo({ more: rb('allow_bypass_two_factor', "['cognito']") })
  expect(await who(await forge.come(person('careful')))).toBe('@careful')
})

describe('what the provider keeps up to date is locked in the profile', () => {
  const locked = async (page: Page) => {
    await page.goto(`${stage.url}/-/user_settings/profile`)
    const fields = ['name', 'email', 'location'].map(async (name) =>
      (await page.getByTestId(`locked-${name}`).count()) > 0 ? [name] : [],
    )
    return (await Promise.all(fields)).flat()
  }
  const synced = person('synced', { name: 'Sue Synced', location: 'Oslo' })

  test.each([
    ['sync_profile_from_provider', rb('sync_profile_from_provider', "['cognito']"), ['email']],
    [
      'sync_profile_attributes',
      [rb('sync_profile_from_provider', "['cognito']"), rb('sync_profile_attributes', "['name', 'location']")].join(
        '\n',
      ),
      ['name', 'location'],
    ],
    [
      'sync_profile_attributes-true',
      [rb('sync_profile_from_provider', 'true'), rb('sync_profile_attributes', 'true')].join('\n'),
      ['name', 'email', 'location'],
    ],
    ['sync_email_from_provider', rb('sync_email_from_provider', "'cognito'"), ['email']],
    ['sync-none', '', []],
  ])('%s', async (name, more, expected) => {
    await forge.switchToFile(mapped(more))
    const page = await forge.come(synced)
    expect(await locked(page)).toEqual(expected)
    await forge.look(page, name)
  })

  /** Name and location come along only when they are mapped. */
  const mapped = (more: string) => `
${rb('allow_single_sign_on', 'true')}
${rb('block_auto_created_users', 'false')}
${more}
${rb(
  'providers',
  `[{ name: 'cognito', app_id: 'CLIENT ID', app_secret: 'CLIENT SECRET', args: {
  strategy_class: 'OmniAuth::Strategies::OAuth2Generic',
  client_options: { site: '${stage.provider.url}', authorize_url: '/login', token_url: '/oauth2/token', user_info_url: '/oauth2/userInfo' },
  user_response_structure: { id_path: ['sub'], attributes: { nickname: 'email', name: 'name', location: 'location', email: 'email' } } } }]`,
)}`
})

test('auto_sign_in_with_provider: the sign-in page goes straight there; ?auto_sign_in=false shows it', async () => {
  await forge.switchTo({ more: rb('auto_sign_in_with_provider', "'cognito'") })
  const page = await forge.newcomer()
  await page.getByText('or sign in with').waitFor()
  await forge.look(page, 'auto_sign_in_with_provider-page')
  stage.provider.person = person('straight')
  await page.goto(`${stage.url}/users/sign_in`)
  await page.waitForURL(`${stage.url}/`)
  expect(await who(page)).toBe('@straight')
})

describe('the provider hash', () => {
  const block = (changes: string, args: string) => `
${rb('allow_single_sign_on', 'true')}
${rb('block_auto_created_users', 'false')}
${rb('providers', `[{ name: 'cognito', ${changes} args: ${args} }]`)}`
  const generic = (changes = '') => `{ strategy_class: 'OmniAuth::Strategies::OAuth2Generic', ${changes}
  client_options: { site: '${stage.provider.url}', authorize_url: '/login', token_url: '/oauth2/token', user_info_url: '/oauth2/userInfo' },
  user_response_structure: { id_path: ['sub'], attributes: { nickname: 'email' } } }`
  const client = "app_id: 'CLIENT ID', app_secret: 'CLIENT SECRET',"

  test('label and icon are the button', async () => {
    const icon =
      'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA4IDgiPjxjaXJjbGUgY3g9IjQiIGN5PSI0IiByPSI0IiBmaWxsPSJ0b21hdG8iLz48L3N2Zz4='
    await forge.switchToFile(block(`label: 'Our pool', icon: '${icon}', ${client}`, generic()))
    const page = await forge.newcomer()
    expect(await page.getByTestId('cognito-sign-in-button').innerText()).toBe('Our pool')
    const width = `document.querySelector('[data-testid="cognito-sign-in-button"] img').naturalWidth`
    expect(await page.evaluate<number>(width)).toBeGreaterThan(0)
    await forge.look(page, 'provider-label-icon')
  })

  test.each([
    ['args as a hash', () => block(client, generic())],
    ['args as a list', () => block('', `['CLIENT ID', 'CLIENT SECRET', ${generic()}]`)],
    [
      'strategy_class of ours',
      () => block(client, generic().replace('OmniAuth::Strategies::OAuth2Generic', 'oauth2-generic')),
    ],
  ])('%s', async (_, file) => {
    await forge.switchToFile(file())
    expect(await who(await forge.come(person('listed')))).toBe('@listed')
  })

  test('gitlab_username_claim names the claim of usernames', async () => {
    await forge.switchToFile(block(client, generic("gitlab_username_claim: 'login',")))
    const page = await forge.come(person('claimed', { login: 'the_login' }))
    expect(await who(page)).toBe('@the_login')
    await forge.look(page, 'gitlab_username_claim')
  })
})

test('a broken file is refused, with its line, while the old one serves', async () => {
  await forge.switchTo({ label: 'Still here' })
  stage.configure({ more: rb('allow_single_signon', 'true') })
  await expect(reconfigure(stage.dataFolder)).rejects.toThrow(/gitlab\.rb:3.*did you mean.*allow_single_sign_on/s)
  const page = await forge.newcomer()
  expect(await page.getByTestId('cognito-sign-in-button').innerText()).toBe('Still here')
})

describe('the admin area', () => {
  test('settings: each as it is in force, and the line that it comes from', async () => {
    await forge.switchTo({ more: rb('external_providers', "['cognito']") })
    await admin.goto(`${stage.url}/admin/settings`)
    expect(await admin.getByTestId('setting-external_providers').innerText()).toMatch(/cognito[\s\S]*gitlab\.rb:3/)
    expect(await admin.getByTestId('setting-auto_link_user').innerText()).toMatch(/false[\s\S]*default/)
    await forge.look(admin, 'admin-settings')
  })

  test('a provider that is switched off has no button and signs nobody in, and can still be connected', async () => {
    await forge.switchTo({})
    const begun = await forge.newcomer()
    await admin.goto(`${stage.url}/admin/providers`)
    await forge.look(admin, 'admin-providers')
    await admin.getByRole('button', { name: 'Switch off' }).click()
    await admin.getByText('Off', { exact: true }).waitFor()
    const refused = await forge.come(person('listed'), begun)
    expect(await alert(refused)).toBe('Signing in using Cognito has been disabled')
    await forge.look(refused, 'provider-disabled')
    expect(await (await forge.newcomer()).getByTestId('cognito-sign-in-button').count()).toBe(0)

    await stage.createUser({ username: 'dave', email: 'dave@example.com', password })
    const dave = await forge.withPassword('dave', password)
    stage.provider.person = bob
    await dave.goto(`${stage.url}/-/profile/account`)
    await dave.getByRole('button', { name: 'Connect Cognito' }).click()
    await dave.getByText('Authentication method updated').waitFor()
    await forge.look(dave, 'connected-account')
    await admin.getByRole('button', { name: 'Switch on' }).click()
    expect(await who(await forge.come(bob))).toBe('@dave')
  })

  test('users: external, admin, blocked and unblocked, another uid, removed; what was done is on record', async () => {
    const dave = await forge.withPassword('dave', password)
    await admin.goto(`${stage.url}/admin/users?search=dave`)
    await admin.getByRole('link', { name: /dave/ }).click()
    const press = (name: string) => admin.getByRole('button', { name, exact: true }).click()
    for (const [action, badge] of [
      ['Make external', 'External'],
      ['Make administrator', 'Admin'],
    ] as const) {
      await press(action)
      await admin.getByText(badge, { exact: true }).first().waitFor()
    }
    await press('Revoke administrator')
    await press('Block')
    await admin.getByText('Blocked', { exact: true }).waitFor()
    await forge.look(admin, 'admin-user-blocked')
    await dave.goto(`${stage.url}/`)
    expect(dave.url()).toContain('/users/sign_in')
    expect(await alert(await forge.come(bob))).toContain('Your account has been blocked')
    await press('Unblock')

    await admin.getByLabel('Extern uid').first().fill('another-uid')
    await press('Change')
    expect(await who(await forge.come({ ...bob, sub: 'ANOTHER-uid' }))).toBe('@dave')

    await admin.getByLabel('Username').fill('dave')
    await press('Remove account')
    await admin.waitForURL(`${stage.url}/admin/users*`)
    await admin.goto(`${stage.url}/admin/actions`)
    expect(await admin.getByTestId('action').count()).toBeGreaterThan(6)
    await forge.look(admin, 'admin-actions')
    await admin.goto(`${stage.url}/admin`)
    await forge.look(admin, 'admin-overview')
  })

  test('is not there for others', async () => {
    const page = await forge.come(person('listed'))
    expect((await page.goto(`${stage.url}/admin`))?.status()).toBe(404)
    await forge.look(page, 'admin-not-there')
  })
})
