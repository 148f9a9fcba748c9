import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../apps/forge/src/foundation/clock.ts'
import { type OpenidProvider, startOpenidProvider } from '../../apps/forge/test/support/openid-provider.ts'
import { ada, type ForgeScene, openForgeScene } from './support/forge-scene.ts'
import { openVisitor, pressProvider, signInWithForm, signOut, whoIsIn } from './support/forge-visitor.ts'
import { gitlabRb, issuerBlock, openidBlock, partnerBlock } from './support/gitlab-rb.ts'
import { lens } from './support/lens.ts'
import { typePassword } from './support/person.ts'

const { look, lookAround } = lens('forge-admin')
let scene: ForgeScene
let company: OpenidProvider
/** The page of the administrator, who stays signed in. */
let admin: Page

beforeAll(async () => {
  const person = { sub: 'otto', sid: 'sid-1', email: 'otto@company.example.com' }
  ;[scene, company] = await Promise.all([openForgeScene(), startOpenidProvider(person, systemClock)])
  const settings = { allow_single_sign_on: 'true', block_auto_created_users: 'false' }
  const partner = partnerBlock(scene.partner.url)
  await scene.forge.take(gitlabRb(settings, [issuerBlock(scene.pool), partner, openidBlock(company.url)]))
  await scene.forge.addUser({ username: 'dora', name: 'Dora Admin', admin: true })
  await scene.forge.addUser({ username: 'carol', name: 'Carol Clark' })
  admin = await (await scene.browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage()
  await signInWithForm(admin, { url: url(), username: 'dora' })
})
afterAll(async () => {
  await scene?.close()
  await company?.close()
})

const url = () => scene.forge.url
const visitor = () => openVisitor(scene.browser)
const press = (page: Page, provider: string) => pressProvider(page, { url: url(), provider })
const isIn = async (page: Page) => {
  await page.goto(url())
  return (await page.getByTestId('username').count()) === 1
}

/** Searches for a user and opens the user's page. */
async function openUser(username: string): Promise<void> {
  await admin.goto(`${url()}/admin/users?search=${username}`)
  await admin.getByTestId('user').getByRole('link').click()
}

async function act(button: string): Promise<string> {
  await admin.getByRole('button', { name: button, exact: true }).click()
  return await admin.getByRole('status').innerText()
}

test('an administrator blocks and unblocks a user, and changes external and administrator', async () => {
  const page = await visitor()
  await signInWithForm(page, { url: url(), username: 'carol' })
  await openUser('carol')
  expect(await act('Block')).toBe('Blocked: carol.')
  await lookAround(admin, 'user-blocked')
  expect(await isIn(page)).toBe(false)
  await page.getByLabel('Username or primary email').fill('carol')
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByTestId('sign-in-button').click()
  expect(await page.getByRole('alert').innerText()).toBe('Your account has been blocked.')
  await look(page, 'blocked-sign-in')
  expect(await act('Unblock')).toBe('Unblocked: carol.')
  await signInWithForm(page, { url: url(), username: 'carol' })

  await act('Make external')
  await act('Make administrator')
  await page.reload()
  await page.getByTestId('admin-link').click()
  await lookAround(page, 'overview')
  await act('Make internal')
  await act('Revoke administrator')
  expect((await page.goto(`${url()}/admin`))?.status()).toBe(404)
  await look(page, 'no-administrator')
})

test('an administrator adds, changes, distrusts and removes an identity, and removes the account', async () => {
  scene.partner.person = { sub: 'uid-2', nickname: 'somebody', email: 'somebody@partner.example.com' }
  await openUser('carol')
  await admin.getByLabel('Provider').selectOption('partner')
  await admin.getByLabel('Extern uid', { exact: true }).fill('uid-1')
  await act('Add identity')
  await admin.getByLabel('Extern uid at Partner ID').fill('uid-2')
  await act('Change')
  const page = await visitor()
  await press(page, 'partner')
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@carol' })
  await act('Do not trust')
  await lookAround(admin, 'user-identity-not-trusted')
  await press(page, 'partner')
  expect(await page.getByRole('alert').innerText()).toContain('has been disabled for security reasons')
  await act('Trust again')
  await act('Remove identity')
  expect(await admin.getByTestId('identity').count()).toBe(0)

  await admin.getByLabel('Username').fill('carol')
  expect(await act('Remove account')).toBe('Removed: carol.')
  expect(await admin.getByTestId('user').count()).toBe(1)
  await admin.goto(`${url()}/admin/actions`)
  expect(await admin.getByTestId('action').first().innerText()).toContain('dora removed: carol')
  await look(admin, 'actions')
})

test('a provider that is off has no button and does not sign in, but can be connected', async () => {
  scene.partner.person = { sub: 'pia', nickname: 'pia', email: 'pia@partner.example.com' }
  const page = await visitor()
  await page.goto(`${url()}/users/sign_in`)
  await admin.goto(`${url()}/admin/providers`)
  await lookAround(admin, 'providers')
  const card = admin.getByTestId('provider-partner')
  await card.getByRole('button', { name: 'Switch off' }).click()
  await card.getByRole('button', { name: 'Switch on' }).waitFor()
  await look(admin, 'provider-off')
  await page.getByTestId('partner-sign-in-button').click()
  expect(await page.getByRole('alert').innerText()).toBe('Signing in using Partner ID has been disabled')
  expect(await page.getByTestId('providers-form').getByRole('button').allInnerTexts()).toEqual(['Cognito', 'Company'])
  await look(page, 'provider-off-sign-in')

  await admin.goto(`${url()}/-/profile/account`)
  await admin.getByRole('button', { name: 'Connect Partner ID' }).click()
  await admin.getByText('Authentication method updated').waitFor()
  await look(admin, 'provider-off-connected')
  await admin.getByRole('button', { name: 'Disconnect Partner ID' }).click()
  await admin.getByRole('button', { name: 'Connect Partner ID' }).waitFor()
  await admin.goto(`${url()}/admin/providers`)
  await card.getByRole('button', { name: 'Switch on' }).click()
  await card.getByRole('button', { name: 'Switch off' }).waitFor()
  await press(page, 'partner')
  expect(await whoIsIn(page, url())).toMatchObject({ username: '@pia' })
})

test('the page after sign-out has a link that signs out of the user pool', async () => {
  const page = await visitor()
  await press(page, 'cognito')
  await typePassword(page, ada)
  expect(await whoIsIn(page, url())).toMatchObject({ email: ada.email })
  await signOut(page)
  await look(page, 'signed-out')
  await press(page, 'cognito')
  await whoIsIn(page, url())
  await signOut(page)
  await page.getByRole('link', { name: 'Sign out of Cognito too' }).click()
  await page.getByTestId('sign-in-form').waitFor()
  await press(page, 'cognito')
  await page.waitForURL((at) => at.origin === scene.pool.site)
  await page.getByLabel('Email address').waitFor()
})

test('a back-channel logout of the provider signs the browser out', async () => {
  const page = await visitor()
  await press(page, 'company')
  expect(await whoIsIn(page, url())).toMatchObject({ email: 'otto@company.example.com' })
  await page.goto(`${url()}/-/user_settings/active_sessions`)
  await lookAround(page, 'active-sessions')
  const body = new URLSearchParams({ logout_token: company.logoutToken({ sid: 'sid-1' }) })
  const answer = await fetch(`${url()}/users/auth/company/backchannel_logout`, { method: 'POST', body })
  expect(answer.status).toBe(200)
  await page.reload()
  await page.waitForURL(`${url()}/users/sign_in`)
  expect(await isIn(page)).toBe(false)
  await look(page, 'back-channel-logout')
})
