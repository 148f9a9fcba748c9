import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addUser } from './support/add-user.ts'
import { openChromium } from './support/chromium.ts'
import { dataFolder, type Started, startAll } from './support/first-run.ts'
import { pressCognito, readCode, subjects, typePassword } from './support/person.ts'
import { stopPrograms } from './support/program.ts'
import { until } from './support/until.ts'

/** The folder of the pictures. */
const pictures = fileURLToPath(new URL('../../test-results/journey/', import.meta.url))
const folder = dataFolder()
let started: Started
let browser: Browser

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  started = await startAll(folder.data)
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await started?.stop()
  await stopPrograms()
  folder.remove()
})

const devices = [
  ['phone', { width: 375, height: 760 }],
  ['desk', { width: 1280, height: 860 }],
] as const
const schemes = ['light', 'dark'] as const

describe.concurrent.each(devices)('on a %s', (device, viewport) => {
  test.for(schemes)(
    'in %s, every station of the journey fits and loads whole',
    async (colorScheme, { expect, onTestFinished }) => {
      const { state, client } = started
      const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: device === 'phone' ? 2 : 1 })
      // Four tests share the machine.
      context.setDefaultTimeout(30_000)
      onTestFinished(() => context.close())
      const page = await context.newPage()
      const complaints = listen(page)
      const look = lens({ device, colorScheme })
      const name = `${device}-${colorScheme}`

      await page.goto(`${state.forgeUrl}/users/sign_in`)
      await look(page, 'forge-sign-in')
      await pressCognito(page, state.forgeUrl)
      await look(page, 'sign-in')
      await typePassword(page, { ...state.user, password: 'Not-the-password-1' })
      await look(page, 'sign-in-refused')

      await page.getByRole('link', { name: 'Create an account' }).click()
      await look(page, 'sign-up')
      const email = `looks-${name}@example.com`
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password', { exact: true }).fill('all-lower-case')
      await page.getByRole('button', { name: 'Create account' }).click()
      await look(page, 'sign-up-refused')
      await page.getByLabel('Password', { exact: true }).fill('Brand-new-1')
      await page.getByRole('button', { name: 'Create account' }).click()
      await look(page, 'confirm')
      const mailbox = await context.newPage()
      const inMailbox = listen(mailbox)
      const of = { mailboxUrl: state.mailboxUrl, to: email }
      const code = await readCode(mailbox, of)
      await look(mailbox, 'mail-code')
      await page.getByLabel('Verification code').fill(code)
      await page.getByRole('button', { name: 'Confirm account' }).click()
      await page.waitForURL(`${state.forgeUrl}/`)
      await look(page, 'forge-home')
      await until('the welcome mail', async () =>
        (await subjects(mailbox, of)).includes('Welcome!') ? true : undefined,
      )
      await look(mailbox, 'mailbox')
      await mailbox.getByRole('link', { name: 'Welcome!' }).first().click()
      await look(mailbox, 'mail-welcome')

      await context.clearCookies()
      await pressCognito(page, state.forgeUrl)
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await look(page, 'forgot')
      await page.getByLabel('Email address').fill(email)
      await page.getByRole('button', { name: 'Send code' }).click()
      await page.getByLabel('Verification code').waitFor()
      await look(page, 'reset')

      const invited = { email: `invited-${name}@example.com`, password: 'For-now-only-1' }
      await addUser(client, { userPoolId: state.userPoolId, ...invited, permanent: false })
      await pressCognito(page, state.forgeUrl)
      await typePassword(page, invited)
      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
      await look(page, 'new-password')

      // Errors of the page and the network.
      await page.goto(`${state.baseUrl}/login`)
      await look(page, 'error')
      await page.goto(`${state.forgeUrl}/users/auth/cognito/callback?error=access_denied&state=none`)
      await look(page, 'forge-alert')
      await page.goto(`${state.forgeUrl}/nowhere`)
      await look(page, 'forge-not-found')
      expect([...complaints, ...inMailbox]).toEqual([])
    },
  )
})

/** Errors of the console and the network: a blocked style, a missing asset. Refused forms are expected. */
function listen(page: Page): string[] {
  const heard: string[] = []
  page.on('console', (message) => {
    const isRefusedPage = /the server responded with a status of 4\d\d/.test(message.text())
    if (message.type() === 'error' && !isRefusedPage) heard.push(message.text())
  })
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('response', (response) => {
    const isAsset = response.request().resourceType() !== 'document'
    if (isAsset && response.status() >= 400) heard.push(`${response.status()} ${response.url()}`)
  })
  return heard
}

/** Takes a picture of a page. Nothing may be wider than the window. */
function lens({ device, colorScheme }: { device: string; colorScheme: string }) {
  let count = 0
  return async (page: Page, station: string): Promise<void> => {
    await page.waitForLoadState()
    count += 1
    const path = `${pictures}${device}-${colorScheme}-${String(count).padStart(2, '0')}-${station}.png`
    await page.screenshot({ path, fullPage: true, animations: 'disabled' })
    const overhang = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect({ station, overhang }).toEqual({ station, overhang: 0 })
  }
}
