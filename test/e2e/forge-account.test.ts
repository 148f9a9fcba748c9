import type { Browser, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Stage } from '../../apps/forge/test/support/forge.ts'
import { totpAt } from '../../apps/forge/test/support/totp-app.ts'
import { openChromium } from './support/chromium.ts'

let stage: Stage
let browser: Browser
beforeAll(async () => {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
  browser = await openChromium()
  return () => browser.close()
})
beforeEach(async () => {
  stage = await Stage.start()
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
})
afterEach(() => stage.stop())

/** A page in a new browser context, with its errors. */
async function open(options: { javaScriptEnabled?: boolean } = {}): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext(options)).newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text())
  })
  return { page, complaints }
}

async function typePassword(page: Page): Promise<void> {
  await page.getByLabel('Username or primary email').fill('carol')
  await page.getByLabel('Password').fill('correct horse')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('a user sets up two-factor authentication and signs in with a code; the redirect keeps the fragment', async () => {
  const { page, complaints } = await open()
  await page.goto(`${stage.url}/-/profile/two_factor_auth#anchor`)
  await typePassword(page)
  await page.waitForURL(`${stage.url}/-/profile/two_factor_auth#anchor`)
  const key = (await page.getByTestId('totp-key').innerText()).replaceAll(' ', '')
  await page.getByLabel('Verification code').fill(totpAt(key, stage.clock.now()))
  await page.getByLabel('Current password').fill('correct horse')
  await page.getByRole('button', { name: 'Register with two-factor app' }).click()
  expect(await page.getByTestId('recovery-codes').getByRole('listitem').count()).toBe(10)
  await page.getByRole('button', { name: 'Sign out' }).click()

  stage.clock.advance(60_000)
  await page.goto(`${stage.url}/-/profile/account#connected`)
  await typePassword(page)
  await page.getByLabel('Enter verification code').fill(totpAt(key, stage.clock.now()))
  await page.getByRole('button', { name: 'Verify code' }).click()
  await page.waitForURL(`${stage.url}/-/profile/account#connected`)
  await page.getByRole('button', { name: 'Connect Cognito' }).click()
  await page.getByText('Authentication method updated').waitFor()
  expect(complaints).toEqual([])
})

test('omniauth_auto_sign_in_with_provider: a script presses the button; without scripts the user presses it', async () => {
  stage.configure({ more: "gitlab_rails['omniauth_auto_sign_in_with_provider'] = 'cognito'" })
  await stage.restart()
  const { page, complaints } = await open()
  await page.goto(`${stage.url}/-/user_settings/profile#about`)
  await page.waitForURL(`${stage.url}/-/user_settings/profile#about`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('or sign in with').waitFor()
  expect(complaints).toEqual([])

  const plain = await open({ javaScriptEnabled: false })
  await plain.page.goto(`${stage.url}/`)
  await plain.page.getByRole('button', { name: 'Continue with Cognito' }).click()
  await plain.page.waitForURL(`${stage.url}/`)
})
