import type { Page } from 'playwright-core'
import { until } from './until.ts'

/** Opens Forge's sign-in page and presses the Cognito button: opens managed login, or Forge if the browser is already signed in there. */
export async function pressCognito(page: Page, forgeUrl: string, { remember = false } = {}): Promise<void> {
  await page.goto(`${forgeUrl}/users/sign_in`)
  if (remember) await page.getByTestId('providers-form').getByLabel('Remember me').check()
  await page.getByTestId('cognito-sign-in-button').click()
}

/** Fills in managed login's sign-in page. */
export async function typePassword(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.getByLabel('Email address').fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** From Forge's sign-in page through managed login to Forge's home page. */
export async function signInWithCognito(
  page: Page,
  forgeUrl: string,
  who: { email: string; password: string },
): Promise<void> {
  await pressCognito(page, forgeUrl)
  await typePassword(page, who)
  await page.waitForURL(`${forgeUrl}/`)
}

/** The signed-in user on Forge's home page. */
export async function account(page: Page): Promise<{ email: string; username: string; identity: string }> {
  const text = async (id: string) => (await page.getByTestId(id).innerText()).trim()
  return { email: await text('email'), username: await text('username'), identity: await text('identity') }
}

/** The mails to an address as the mailbox lists them, newest first. */
export async function subjects(page: Page, { mailboxUrl, to }: { mailboxUrl: string; to: string }): Promise<string[]> {
  await page.goto(mailboxUrl)
  return await page.getByRole('listitem').filter({ hasText: to }).locator('.mail-subject').allInnerTexts()
}

/** Opens the newest mail to an address once there are this many, and reads the code in it. */
export async function readCode(page: Page, of: { mailboxUrl: string; to: string; count?: number }): Promise<string> {
  const { to, count = 1 } = of
  await until(`mail ${count} to ${to}`, async () => ((await subjects(page, of)).length >= count ? true : undefined))
  await page.getByRole('listitem').filter({ hasText: to }).first().getByRole('link').click()
  const text = await page.locator('.mail-text').innerText()
  const code = /\b\d{6}\b/.exec(text)?.[0]
  if (!code) throw new Error(`The mail holds no code:\n${text}`)
  return code
}
