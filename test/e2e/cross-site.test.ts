import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openChromium } from './support/chromium.ts'
import { dataFolder, type Started, startAll } from './support/first-run.ts'
import { pressCognito, signInWithCognito, typePassword } from './support/person.ts'
import { stopPrograms } from './support/program.ts'

const folder = dataFolder()
let started: Started
let browser: Browser
let attacker: Server
/** The attacker's page. Its content is what the test set last. */
let markup = ''

beforeAll(async () => {
  started = await startAll(folder.data)
  browser = await openChromium()
  attacker = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(markup))
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await browser?.close()
  attacker?.close()
  await started?.stop()
  await stopPrograms()
  folder.remove()
})

async function openBrowser(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext()
  context.setDefaultTimeout(15_000)
  onTestFinished(() => context.close())
  return { context, page: await context.newPage() }
}

/** Visits the attacker's page, which submits a form by a script, and returns the result. */
async function lure(page: Page, { host, action, fields }: Trap): Promise<{ url: string; status: number }> {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`)
  // Calls `submit` of the prototype, because a field of that name would hide it.
  markup = `<form method="post" action="${action.replaceAll('&', '&amp;')}">${inputs.join('')}</form>
<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>`
  const { origin, pathname } = new URL(action)
  const [answer] = await Promise.all([
    page.waitForResponse((response) => {
      const request = response.request()
      const url = new URL(response.url())
      return request.method() === 'POST' && url.origin === origin && url.pathname === pathname
    }),
    page.goto(`http://${host}:${(attacker.address() as AddressInfo).port}/`, { waitUntil: 'commit' }),
  ])
  await page.waitForURL((url) => url.origin === origin)
  await page.waitForLoadState()
  return { url: page.url(), status: answer.status() }
}

interface Trap {
  host: string
  action: string
  fields: Record<string, string>
}

/** The address of a started sign-in and the token of its form, from the attacker's browser. */
async function ownForm(): Promise<{ action: string; token: string }> {
  const { page } = await openBrowser()
  await pressCognito(page, started.state.forgeUrl)
  await page.getByLabel('Email address').waitFor()
  return { action: page.url(), token: await page.locator('input[name=_csrf]').inputValue() }
}

const sessionCookies = async (context: BrowserContext): Promise<string[]> =>
  (await context.cookies()).map(({ name }) => name).filter((name) => name.startsWith('poolhouse-session'))

/** Another site, and localhost at another port, to whose requests the browser adds its cookies. */
describe.each(['127.0.0.1', 'localhost'])('a page at %s [A112]', (host) => {
  test('cannot sign a user in at managed login', async () => {
    const { email, password } = started.state.user
    const { action, token } = await ownForm()
    const fields = { username: email, password, _csrf: token }

    const stranger = await openBrowser()
    expect((await lure(stranger.page, { host, action, fields })).status).toBe(403)
    expect(await sessionCookies(stranger.context)).toEqual([])

    // A victim with an open form has its cookie, but the attacker does not know the token.
    const victim = await openBrowser()
    await pressCognito(victim.page, started.state.forgeUrl)
    await victim.page.getByLabel('Email address').waitFor()
    for (const forged of [fields, { username: email, password }]) {
      const refused = await lure(await victim.context.newPage(), { host, action, fields: forged })
      expect(refused.status).toBe(403)
    }
    // Even with the right token, the form is from another site.
    const own = await victim.page.locator('input[name=_csrf]').inputValue()
    const page = await victim.context.newPage()
    expect((await lure(page, { host, action, fields: { ...fields, _csrf: own } })).status).toBe(403)
    expect(await page.getByRole('alert').innerText()).toMatch(/didn’t accept this form/)
    expect(await sessionCookies(victim.context)).toEqual([])

    // The victim's own page works as before.
    await typePassword(victim.page, started.state.user)
    await victim.page.waitForURL(`${started.state.forgeUrl}/`)
  })

  test('cannot post to any other page of managed login', async () => {
    const { action, token } = await ownForm()
    const { page } = await openBrowser()
    const fields = { username: 'mallory@example.com', password: 'Mallory-was-1', code: '123456', _csrf: token }
    for (const path of [
      '/signup',
      '/confirmUser',
      '/resendcode',
      '/forgotPassword',
      '/confirmForgotPassword',
      '/changePassword',
    ]) {
      const { status } = await lure(page, { host, action: action.replace('/login?', `${path}?`), fields })
      expect({ path, status }).toEqual({ path, status: 403 })
    }
  })

  test('cannot start a sign-in at Forge, or sign a user in or out there', async () => {
    const { forgeUrl, user } = started.state
    const { page, context } = await openBrowser()
    await signInWithCognito(page, forgeUrl, user)

    const trapped = await context.newPage()
    const action = `${forgeUrl}/users/auth/cognito`
    const { url } = await lure(trapped, { host, action, fields: { authenticity_token: 'made-up' } })
    // The browser is at Forge and not at the provider, and the user is still signed in.
    expect(new URL(url).origin).toBe(forgeUrl)

    const out = await lure(await context.newPage(), { host, action: `${forgeUrl}/users/sign_out`, fields: {} })
    expect(out.status).toBeGreaterThanOrEqual(400)
    await page.reload()
    expect(await page.getByTestId('email').innerText()).toBe(user.email)
  })

  test('cannot start a sign-in for a user who is not signed in', async () => {
    const { forgeUrl } = started.state
    const { page } = await openBrowser()
    await page.goto(`${forgeUrl}/users/sign_in`)
    const action = `${forgeUrl}/users/auth/cognito`
    const { url, status } = await lure(page, { host, action, fields: {} })
    // The browser shows an error and is not at the provider: on a plain page without a cookie, otherwise on the sign-in page.
    const told = host === '127.0.0.1' ? { url: action, status: 422 } : { url: `${forgeUrl}/users/sign_in`, status: 303 }
    expect({ url, status }).toEqual(told)
    await page.goto(`${forgeUrl}/users/sign_in`)
    expect(await page.getByTestId('cognito-sign-in-button').count()).toBe(1)
  })
})
