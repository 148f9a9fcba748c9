import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { totpAt } from '../../apps/forge/test/support/totp-app.ts'
import { ada, type ForgeScene, openForgeScene } from './support/forge-scene.ts'
import { password } from './support/forge-site.ts'
import { openVisitor, pressProvider, signInWithForm, signOut, whoIsIn } from './support/forge-visitor.ts'
import { cognitoBlock, cognitoYml, gitlabRb, listedBlock, partnerBlock, samlBlock } from './support/gitlab-rb.ts'
import { lens } from './support/lens.ts'
import { typePassword } from './support/person.ts'
import { type SamlIdp, startSamlIdp } from './support/saml-idp.ts'

const { look, lookAround } = lens('forge')
const people = `- uid: lydia
  dn: uid=lydia,ou=people,dc=example,dc=com
  name: Lydia of the Directory
  email: lydia@directory.example.com
`
let scene: ForgeScene
let saml: SamlIdp
/** The page of an administrator who signs in once. No change of the configuration signs the administrator out. */
let admin: Page

beforeAll(async () => {
  ;[scene, saml] = await Promise.all([openForgeScene({ 'people.yml': people }), startSamlIdp()])
  await scene.forge.addUser({ username: 'dora', name: 'Dora Admin', admin: true })
  admin = await (await scene.browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage()
  await signInWithForm(admin, { url: scene.forge.url, username: 'dora' })
})
afterAll(async () => {
  await scene?.close()
  await saml?.close()
})

const url = () => scene.forge.url
const cognito = () => cognitoBlock(scene.pool)
const partner = (more?: Parameters<typeof partnerBlock>[1]) => partnerBlock(scene.partner.url, more)
const visitor = () => openVisitor(scene.browser)
const settings = { allow_single_sign_on: 'true', block_auto_created_users: 'false' }

/** Writes gitlab.rb with the usual two settings and these, and reconfigures Forge. Returns the changes. */
async function take(more: Record<string, string> = {}, providers = [cognito(), partner()]): Promise<string> {
  return (await scene.forge.take(gitlabRb({ ...settings, ...more }, providers))).join('\n')
}

/** The value of a setting and its file and line, from the admin area. */
async function inForce(setting: string): Promise<(string | undefined)[]> {
  await admin.goto(`${url()}/admin/settings`)
  const cells = await admin.getByTestId(`setting-${setting}`).getByRole('cell').allInnerTexts()
  return [cells[0]?.trim(), cells[2]?.trim()]
}

/** Sets the next person who signs in with the partner's provider. */
const next = (name: string, more: Record<string, unknown> = {}) => {
  const username = name.toLowerCase().replace(' ', '-')
  const email = `${username}@partner.example.com`
  scene.partner.person = { sub: username, nickname: username, name, email, email_verified: true, ...more }
}
const press = (page: Page, provider = 'partner') => pressProvider(page, { url: url(), provider })
const alertOf = (page: Page) => page.getByRole('alert').innerText()

test('allow_single_sign_on: no provider, a list, and all providers create accounts', async () => {
  const page = await visitor()
  next('Vera Partner')
  expect(await take({ allow_single_sign_on: 'false' })).toContain('provider cognito: added')
  expect(await inForce('allow_single_sign_on')).toEqual(['false', 'gitlab.rb:1'])
  await press(page)
  expect(new URL(page.url()).pathname).toBe('/users/sign_up')
  const { host } = new URL(url())
  expect(await alertOf(page)).toBe(
    `Signing in using your Partner ID account without a pre-existing account in ${host} is not allowed. ` +
      `Create an account in ${host} first, and then connect it to your Partner ID account.`,
  )
  await lookAround(page, 'allow-single-sign-on-false')

  expect(await take({ allow_single_sign_on: "['cognito']" })).toContain(
    `Forge reloaded ${join(scene.forge.folder, 'gitlab.rb')}:\n  allow_single_sign_on: false → cognito\n`,
  )
  await page.goto(`${url()}/users/sign_up`)
  expect(await page.getByTestId('providers-form').getByRole('button').allInnerTexts()).toEqual(['Cognito'])
  await look(page, 'allow-single-sign-on-list-sign-up')
  await press(page)
  expect(new URL(page.url()).pathname).toBe('/users/sign_up')
  await page.goto(`${url()}/users/sign_in`)
  await lookAround(page, 'sign-in')
  await press(page, 'cognito')
  await typePassword(page, ada)
  expect(await whoIsIn(page, url())).toMatchObject({ email: ada.email, username: '@ada' })
  await lookAround(page, 'allow-single-sign-on-list-signed-in')
  await signOut(page)

  await take({ allow_single_sign_on: 'true' })
  expect(await inForce('allow_single_sign_on')).toEqual(['true', 'gitlab.rb:1'])
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ name: 'Vera Partner', username: '@vera-partner' })
})

test('block_auto_created_users: a new user waits until an administrator approves the account', async () => {
  await take({ block_auto_created_users: 'true' })
  expect(await inForce('block_auto_created_users')).toEqual(['true', 'gitlab.rb:2'])
  const page = await visitor()
  next('Wanda Waits')
  await press(page)
  expect(await alertOf(page)).toContain('Your account is pending approval from your GitLab administrator')
  await look(page, 'block-auto-created-users-pending')

  await admin.goto(url())
  expect(await admin.getByTestId('pending-count').innerText()).toMatch(/^1/)
  await look(admin, 'block-auto-created-users-home-of-admin')
  await admin.getByTestId('admin-link').click()
  await admin.getByRole('link', { name: 'Pending approval' }).click()
  await lookAround(admin, 'block-auto-created-users-list')
  await admin.getByRole('link', { name: /Wanda Waits/ }).click()
  await lookAround(admin, 'block-auto-created-users-approve')
  await admin.getByRole('button', { name: 'Approve' }).click()
  await admin.getByRole('status').waitFor()
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@wanda-waits' })
  await signOut(page)
  await take({ block_auto_created_users: 'false' })
  next('Bert Once')
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@bert-once' })
})

test('auto_link_user: a taken email address is refused, or signs in to its account', async () => {
  await scene.forge.addUser({ username: 'carol' })
  await take({ auto_link_user: 'false' })
  const page = await visitor()
  next('Carol', { email: 'carol@example.com' })
  await press(page)
  expect(await page.getByTestId('reason').innerText()).toContain('Email has already been taken')
  await lookAround(page, 'auto-link-user-false-422')
  await take({ auto_link_user: "['partner']" })
  expect(await inForce('auto_link_user')).toEqual(['partner', 'gitlab.rb:3'])
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@carol' })
  await look(page, 'auto-link-user-list')
})

test('auto_link_ldap_user: a person of the directory gets an account with its data and both identities', async () => {
  const page = await visitor()
  next('Lydia')
  await take({ allow_single_sign_on: 'false' })
  await press(page)
  expect(await alertOf(page)).toContain('is not allowed')
  await take({ allow_single_sign_on: 'false', auto_link_ldap_user: 'true' })
  expect(await inForce('auto_link_ldap_user')).toEqual(['true', 'gitlab.rb:3'])
  await press(page)
  expect(await whoIsIn(page, url())).toEqual({
    name: 'Lydia of the Directory',
    username: '@lydia',
    email: 'lydia@directory.example.com',
  })
  expect(await page.getByTestId('identity').count()).toBe(2)
  await look(page, 'auto-link-ldap-user')
})

test('auto_link_saml_user and saml_message_max_byte_size', async () => {
  await scene.forge.addUser({ username: 'sam' })
  saml.person = { nameId: 'sam-at-idp', email: 'sam@example.com', name: 'Sam' }
  const page = await visitor()
  const answered = () => page.waitForURL((at) => at.origin === url() && at.pathname !== '/users/auth/saml')
  const providers = [cognito(), samlBlock(saml)]
  await take({}, providers)
  await press(page, 'saml')
  await answered()
  expect(await page.getByTestId('reason').innerText()).toContain('Email has already been taken')
  await look(page, 'auto-link-saml-user-false-422')

  await take({ auto_link_saml_user: 'true', saml_message_max_byte_size: '3000' }, providers)
  expect(await inForce('saml_message_max_byte_size')).toEqual(['3000', 'gitlab.rb:4'])
  await press(page, 'saml')
  await page.getByText('Could not authenticate you from Company SAML because "Invalid ticket".').waitFor()
  await look(page, 'saml-message-max-byte-size')

  await take({ auto_link_saml_user: 'true' }, providers)
  expect(await inForce('auto_link_saml_user')).toEqual(['true', 'gitlab.rb:3'])
  await press(page, 'saml')
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@sam' })
  expect(await page.getByTestId('signed-in-with').innerText()).toBe('Company SAML')
  await page.goto(`${url()}/-/profile/account`)
  await lookAround(page, 'auto-link-saml-user-account')
})

test('external_providers: new users of these providers are external', async () => {
  await take({ external_providers: "['partner']" })
  expect(await inForce('external_providers')).toEqual(['partner', 'gitlab.rb:3'])
  const page = await visitor()
  next('Erna External')
  await press(page)
  await whoIsIn(page, url())
  await admin.goto(`${url()}/admin/users?filter=external`)
  expect(await admin.getByTestId('user').count()).toBe(1)
  expect(await admin.getByTestId('user').innerText()).toMatch(/Erna External[\s\S]*External/)
  await look(admin, 'external-providers')
})

test('allow_bypass_two_factor: a provider can skip the code, a password cannot', async () => {
  await scene.forge.addUser({ username: 'tom' })
  await take({ auto_link_user: 'true' })
  const page = await visitor()
  await signInWithForm(page, { url: url(), username: 'tom' })
  await page.goto(`${url()}/-/profile/two_factor_auth`)
  await lookAround(page, 'two-factor-set-up')
  const key = (await page.getByTestId('totp-key').innerText()).replaceAll(' ', '')
  await page.getByLabel('Verification code').fill(totpAt(key, Date.now()))
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Register with two-factor app' }).click()
  const code = await page.getByTestId('recovery-codes').getByRole('listitem').first().innerText()
  await look(page, 'two-factor-recovery-codes')
  await page.goto(`${url()}/-/profile/two_factor_auth`)
  await lookAround(page, 'two-factor-on')
  await signOut(page)

  next('Tom', { email: 'tom@example.com' })
  await press(page)
  await page.getByTestId('second-factor-form').waitFor()
  await lookAround(page, 'allow-bypass-two-factor-false')
  await page.getByLabel('Enter verification code').fill(code)
  await page.getByTestId('verify-button').click()
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@tom' })
  await signOut(page)

  await take({ allow_bypass_two_factor: "['partner']" })
  expect(await inForce('allow_bypass_two_factor')).toEqual(['partner', 'gitlab.rb:3'])
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@tom' })
  await look(page, 'allow-bypass-two-factor-list')
  await signOut(page)
  await page.getByLabel('Username or primary email').fill('tom')
  await page.getByLabel('Password').fill(password)
  await page.getByTestId('sign-in-button').click()
  await page.getByTestId('second-factor-form').waitFor()
})

test('sync_profile_from_provider, sync_profile_attributes, sync_email_from_provider: updated attributes are read-only', async () => {
  const page = await visitor()
  const locked = async () => {
    await page.goto(`${url()}/-/user_settings/profile`)
    const fields = await page.getByTestId('profile-form').locator('input[readonly]').all()
    return Promise.all(fields.map((field) => field.getAttribute('name')))
  }
  await take()
  next('Nina First')
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ name: 'Nina First' })
  expect(await locked()).toEqual([])
  await look(page, 'sync-profile-none')
  await signOut(page)

  await take({ sync_profile_from_provider: "['partner']", sync_profile_attributes: "['name', 'location']" })
  expect(await inForce('sync_profile_from_provider')).toEqual(['partner', 'gitlab.rb:3'])
  expect(await inForce('sync_profile_attributes')).toEqual(['name, location', 'gitlab.rb:4'])
  const moved = { address: { locality: 'Vienna', country: 'Austria' }, email: 'nina@new.example.com' }
  next('Nina Second', { ...moved, sub: 'nina-first' })
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ name: 'Nina Second', email: 'nina-first@partner.example.com' })
  expect(await locked()).toEqual(['user[name]', 'user[location]'])
  expect(await page.getByLabel('Location').inputValue()).toBe('Vienna, Austria')
  await lookAround(page, 'sync-profile-attributes')
  await signOut(page)

  await take({ sync_email_from_provider: "'partner'" })
  expect(await inForce('sync_profile_attributes')).toEqual(['email', 'gitlab.rb:3'])
  await look(admin, 'sync-email-from-provider-settings')
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ email: 'nina@new.example.com' })
  expect(await locked()).toEqual(['user[email]'])
  await look(page, 'sync-email-from-provider')
})

test('auto_sign_in_with_provider: redirects to the provider, except with ?auto_sign_in=false', async () => {
  await take({ auto_sign_in_with_provider: "'partner'" })
  expect(await inForce('auto_sign_in_with_provider')).toEqual(['partner', 'gitlab.rb:3'])
  const page = await visitor()
  next('Auto Matic')
  await page.goto(`${url()}/`)
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@auto-matic' })
  await signOut(page)
  await page.getByTestId('sign-in-form').waitFor()
  expect(page.url()).toBe(`${url()}/users/sign_in?auto_sign_in=false`)
  await look(page, 'auto-sign-in-false')
  const plain = await scene.browser.newContext({ javaScriptEnabled: false })
  const still = await plain.newPage()
  await still.goto(`${url()}/users/sign_in`)
  await lookAround(still, 'auto-sign-in-with-provider-without-scripts')
  await plain.close()
})

test('the provider hash: label, icon, args as a hash and as a list, strategy_class, gitlab_username_claim', async () => {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='teal'/></svg>`
  const icon = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  await take({}, [
    cognito(),
    partner({ more: `label: 'Acme & Sons', icon: '${icon}',`, args: "gitlab_username_claim: 'handle'," }),
    listedBlock(scene.partner.url),
  ])
  const page = await visitor()
  await page.goto(`${url()}/users/sign_in`)
  const buttons = page.getByTestId('providers-form').getByRole('button')
  expect(await buttons.allInnerTexts()).toEqual(['Cognito', 'Acme & Sons', 'By a list of arguments'])
  const iconWidth = "document.querySelector('[data-testid=partner-sign-in-button] img').naturalWidth"
  expect(await page.evaluate(iconWidth)).toBeGreaterThan(0)
  await lookAround(page, 'provider-hash')
  next('Hank', { handle: 'blacksmith' })
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@blacksmith' })
  await signOut(page)
  next('Lisa Listed')
  await press(page, 'oauth2_generic')
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@lisa-listed' })
  expect(await page.getByTestId('signed-in-with').innerText()).toBe('By a list of arguments')
  expect(await inForce('providers')).toEqual(['cognito, partner, oauth2_generic', 'gitlab.rb:3'])
  await lookAround(admin, 'settings')
  await admin.goto(`${url()}/admin/providers`)
  await look(admin, 'provider-hash-providers')
})

test('enabled: false removes all providers, and users stay signed in', async () => {
  await take()
  const page = await visitor()
  next('Ellen Enabled')
  await press(page)
  await whoIsIn(page, url())
  await take({ enabled: 'false' })
  expect(await inForce('enabled')).toEqual(['false', 'gitlab.rb:3'])
  await page.reload()
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@ellen-enabled' })
  await signOut(page)
  await page.getByTestId('sign-in-form').waitFor()
  expect(await page.getByTestId('providers-form').count()).toBe(0)
  expect(await page.getByText('No sign-in provider is configured').count()).toBe(0)
  await look(page, 'enabled-false')
  await take()
  await press(page)
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@ellen-enabled' })
})

test('npm run forge reconfigure refuses an invalid file with its line and keeps the current configuration', async () => {
  await take()
  const file = join(scene.forge.folder, 'gitlab.rb')
  scene.forge.write(gitlabRb({ ...settings, auto_lnk_user: 'true' }, [partner()]))
  const { code, stderr } = await scene.forge.command()
  expect([code, stderr]).toEqual([1, expect.stringContaining(`${file}:3: `)])
  expect(stderr).toContain('auto_link_user')
  expect(stderr).toContain('Forge keeps its current configuration.')
  const page = await visitor()
  await page.goto(`${url()}/users/sign_in`)
  expect(await page.getByTestId('providers-form').getByRole('button').count()).toBe(2)
  scene.forge.write(gitlabRb(settings, [partner()]))
  expect(await scene.forge.command()).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('provider cognito: removed'),
  })
  await page.reload()
  expect(await page.getByTestId('providers-form').getByRole('button').count()).toBe(1)
})

test('the same person signs in with gitlab.yml and with GITLAB_OMNIBUS_CONFIG', async () => {
  const yml = join(scene.forge.folder, 'gitlab.yml')
  writeFileSync(yml, cognitoYml(scene.pool))
  await scene.forge.restart({ flags: ['--config', yml] })
  const page = await visitor()
  await page.goto(`${url()}/users/sign_in`)
  await look(page, 'gitlab-yml')
  await press(page, 'cognito')
  await typePassword(page, ada)
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@ada' })
  expect(await page.getByTestId('signed-in-with').innerText()).toBe('Cognito by gitlab.yml')
  expect(await inForce('allow_single_sign_on')).toEqual(['cognito', 'gitlab.yml:3'])
  await signOut(page)

  const GITLAB_OMNIBUS_CONFIG = gitlabRb({ ...settings, allow_single_sign_on: "['cognito']" }, [cognito()])
  await scene.forge.restart({ environment: { GITLAB_OMNIBUS_CONFIG } })
  await press(page, 'cognito')
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@ada' })
  expect(await inForce('allow_single_sign_on')).toEqual(['cognito', 'GITLAB_OMNIBUS_CONFIG:1'])
  await look(admin, 'gitlab-omnibus-config-settings')
})

test('the administrator is still signed in after all changes', async () => {
  await admin.goto(url())
  expect(await whoIsIn(admin, url())).toMatchObject({ name: 'Dora Admin' })
})
