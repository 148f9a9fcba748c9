import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { addUser } from './support/add-user.ts'
import { openChromium } from './support/chromium.ts'
import { dataFolder, type FirstRunJson, type Started, startAll } from './support/first-run.ts'
import { account, pressCognito, readCode, signInWithCognito, subjects, typePassword } from './support/person.ts'
import { stopPrograms } from './support/program.ts'
import { until } from './support/until.ts'

const folder = dataFolder()
let started: Started
let state: FirstRunJson
let browser: Browser

beforeAll(async () => {
  started = await startAll(folder.data)
  state = started.state
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await started?.stop()
  await stopPrograms()
  folder.remove()
})

/** A user's browser, new for each test. */
async function openBrowser(options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(15_000)
  onTestFinished(() => context.close())
  return { context, page: await context.newPage() }
}

const atManagedLogin = (page: Page) => page.waitForURL((url) => url.origin === state.baseUrl)
const atForgeHome = (page: Page) => page.waitForURL(`${state.forgeUrl}/`)

describe('the journey', () => {
  test('npm start prints the address, the user name and password, and the mailbox', () => {
    const printed = started.program.output()
    for (const told of [state.forgeUrl, state.user.email, state.user.password, state.mailboxUrl])
      expect(printed).toContain(told)
    expect(printed).not.toContain(state.clientSecret)
    expect(statSync(join(folder.data, 'first-run.json')).mode & 0o777).toBe(0o600)
    expect(statSync(state.credentialsFile).mode & 0o777).toBe(0o600)
    expect(state).toMatchObject({ region: 'us-east-1', profile: 'poolhouse', domain: expect.stringMatching(/^[a-z]/) })
  })

  test('Forge shows a Cognito button below the regular form; a wrong password shows an error, the right one signs in', async () => {
    const { page } = await openBrowser()
    await page.goto(state.forgeUrl)
    const form = await page.getByTestId('sign-in-form').boundingBox()
    const button = await page.getByTestId('cognito-sign-in-button').boundingBox()
    expect(button?.y).toBeGreaterThan((form?.y ?? 0) + (form?.height ?? 0))

    await page.getByTestId('cognito-sign-in-button').click()
    await atManagedLogin(page)
    expect(new URL(page.url()).pathname).toBe('/login')
    await typePassword(page, { ...state.user, password: 'Not-the-password-1' })
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').innerText()).toMatch(/^Incorrect email address or password/)
    expect(new URL(page.url()).origin).toBe(state.baseUrl)
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    expect(await page.getByLabel('Email address').inputValue()).toBe(state.user.email)

    await typePassword(page, state.user)
    await atForgeHome(page)
    expect(await account(page)).toMatchObject({ email: state.user.email })
    expect(await page.getByTestId('signed-in-with').innerText()).toBe('Cognito')
  })

  test('after sign-out, the back button shows no signed-in user [A113]', async () => {
    const { page } = await openBrowser()
    await signInWithCognito(page, state.forgeUrl, state.user)
    await page.getByTestId('sign-out-button').click()
    await page.waitForURL(/\/users\/sign_in/)
    await page.goBack()
    await page.waitForLoadState()
    expect(await page.getByTestId('email').count()).toBe(0)
    await page.goto(state.forgeUrl)
    await page.waitForURL(/\/users\/sign_in/)
    // Signed out of Forge but not of the provider, so its button leads back at once.
    await page.getByTestId('cognito-sign-in-button').click()
    await atForgeHome(page)
  })

  test('a second user becomes a second account', async () => {
    const second = { email: 'grace@example.com', password: 'Compiler-1952' }
    await addUser(started.client, { userPoolId: state.userPoolId, ...second })
    const { page } = await openBrowser()
    await signInWithCognito(page, state.forgeUrl, second)
    const grace = await account(page)
    const { page: other } = await openBrowser()
    await signInWithCognito(other, state.forgeUrl, state.user)
    const ada = await account(other)
    expect(grace.email).toBe(second.email)
    expect(ada.email).toBe(state.user.email)
    expect(grace.identity).not.toBe(ada.identity)
    expect(grace.username).not.toBe(ada.username)
  })

  test.each([
    ['with', true],
    ['without', false],
  ])(
    'who signs up and confirms %s JavaScript comes back signed in, and is welcomed by mail',
    async (word, javaScriptEnabled) => {
      const email = `new-${word}@example.com`
      const { page, context } = await openBrowser({ javaScriptEnabled })
      await pressCognito(page, state.forgeUrl)
      await page.getByRole('link', { name: 'Create an account' }).click()
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password', { exact: true }).fill('Brand-new-1')
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.waitForURL(/\/confirmUser/)

      const mailbox = await context.newPage()
      const code = await readCode(mailbox, { mailboxUrl: state.mailboxUrl, to: email })
      const wrong = code === '000000' ? '000001' : '000000'
      await page.getByLabel('Verification code').fill(wrong)
      await page.getByRole('button', { name: 'Confirm account' }).click()
      await page.getByText('This code isn’t correct').waitFor()
      await page.getByLabel('Verification code').fill(code)
      await page.getByRole('button', { name: 'Confirm account' }).click()
      await atForgeHome(page)
      expect(await account(page)).toMatchObject({ email })

      const mails = () => subjects(mailbox, { mailboxUrl: state.mailboxUrl, to: email })
      await until('the welcome mail', async () => ((await mails()).length === 2 ? true : undefined))
      expect(await mails()).toEqual(['Welcome!', 'Your verification code'])
    },
  )

  test('a user sets a new password with a code from the mailbox', async () => {
    const email = 'forgets@example.com'
    await addUser(started.client, { userPoolId: state.userPoolId, email, password: 'Forgotten-1' })
    const { page, context } = await openBrowser()
    await pressCognito(page, state.forgeUrl)
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByLabel('Email address').fill(email)
    await page.getByRole('button', { name: 'Send code' }).click()
    const code = await readCode(await context.newPage(), { mailboxUrl: state.mailboxUrl, to: email })
    await page.getByLabel('Verification code').fill(code)
    await page.getByLabel('New password').fill('Remembered-2')
    await page.getByRole('button', { name: 'Set new password' }).click()
    await page.getByText('Your new password is set').waitFor()
    expect(await page.getByLabel('Email address').inputValue()).toBe(email)
    await typePassword(page, { email, password: 'Forgotten-1' })
    await page.getByRole('alert').waitFor()
    await typePassword(page, { email, password: 'Remembered-2' })
    await atForgeHome(page)
    expect(await account(page)).toMatchObject({ email })
  })

  test('a user with a temporary password chooses a new one and is signed in', async () => {
    const email = 'invited@example.com'
    const temporary = { email, password: 'For-now-only-1' }
    await addUser(started.client, { userPoolId: state.userPoolId, ...temporary, permanent: false })
    const { page } = await openBrowser()
    await pressCognito(page, state.forgeUrl)
    await typePassword(page, temporary)
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
    // Long enough for the browser, but against the pool's policy.
    await page.getByLabel('New password').fill('all-lower-case')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('This password needs an upper-case letter.').waitFor()
    await page.getByLabel('New password').fill('My-very-own-2')
    await page.getByRole('button', { name: 'Continue' }).click()
    await atForgeHome(page)
    expect(await account(page)).toMatchObject({ email })
  })

  test('a sign-in with “Remember me” survives a restart of the browser, another does not', async () => {
    const sessionExpiry = async (remember: boolean): Promise<number> => {
      const { page, context } = await openBrowser()
      await pressCognito(page, state.forgeUrl, { remember })
      await typePassword(page, state.user)
      await atForgeHome(page)
      return (await context.cookies()).find(({ name }) => name === '_forge_session')?.expires ?? 0
    }
    expect(await sessionExpiry(false)).toBe(-1)
    expect(await sessionExpiry(true)).toBeGreaterThan(Date.now() / 1000 + 86_400)
  })

  test('two tabs can sign in at the same time, and a restarted sign-in succeeds [A113]', async () => {
    const { page: one, context } = await openBrowser()
    const two = await context.newPage()
    await pressCognito(one, state.forgeUrl)
    await atManagedLogin(one)
    await pressCognito(two, state.forgeUrl)
    await atManagedLogin(two)
    await typePassword(two, state.user)
    await atForgeHome(two)
    await typePassword(one, state.user)
    await atForgeHome(one)
    for (const page of [one, two]) {
      await page.reload()
      expect(await account(page)).toMatchObject({ email: state.user.email })
    }
    const { page } = await openBrowser()
    await pressCognito(page, state.forgeUrl)
    await atManagedLogin(page)
    await signInWithCognito(page, state.forgeUrl, state.user)
  })

  test('the host name of the domain prefix shows the same pool', async () => {
    const { host } = new URL(state.baseUrl)
    const { page } = await openBrowser()
    await pressCognito(page, state.forgeUrl)
    await atManagedLogin(page)
    const { pathname, search } = new URL(page.url())
    await page.goto(`http://${state.domain}.auth.${host}${pathname}${search}`)
    await typePassword(page, state.user)
    await atForgeHome(page)
  })
})
