import type { Browser, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { password } from './forge-site.ts'

/** A page of a new browser context that is not signed in. It is closed after the test. */
export async function openVisitor(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  context.setDefaultTimeout(20_000)
  onTestFinished(() => context.close())
  return await context.newPage()
}

/** Opens the sign-in page and presses a provider's button. The caller checks the result. */
export async function pressProvider(page: Page, at: { url: string; provider: string }): Promise<void> {
  await page.goto(`${at.url}/users/sign_in?auto_sign_in=false`)
  await page.getByTestId(`${at.provider}-sign-in-button`).click()
}

export async function signInWithForm(page: Page, at: { url: string; username: string }): Promise<void> {
  await page.goto(`${at.url}/users/sign_in?auto_sign_in=false`)
  await page.getByLabel('Username or primary email').fill(at.username)
  await page.getByLabel('Password').fill(password)
  await page.getByTestId('sign-in-button').click()
  await page.waitForURL(`${at.url}/`)
}

/** The signed-in user on Forge's start page. */
export async function whoIsIn(page: Page, url: string): Promise<{ name: string; username: string; email: string }> {
  await page.waitForURL(`${url}/`)
  const text = async (id: string) => (await page.getByTestId(id).innerText()).trim()
  return { name: await text('name'), username: await text('username'), email: await text('email') }
}

export async function signOut(page: Page): Promise<void> {
  await page.getByTestId('sign-out-button').click()
  await page.waitForURL(/\/users\/sign_in/)
}
