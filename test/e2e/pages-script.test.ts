import { assets, frameFor, script, signInPage, signUpPage } from '@poolhouse/pages'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChromium } from './support/chromium.ts'

const site = 'http://pages.test'
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
const form = { ...frameFor('en'), clientName: 'Forge', action: '/login', csrf: 'token', signInWith: ['email'] } as const

let browser: Browser
let page: Page
/** The forms that the browser has sent. */
let submits: string[]

beforeAll(async () => {
  browser = await openChromium()
})
afterAll(() => browser?.close())

/** Opens a page under the policy of managed login, with its assets. The page does not change after a submit. */
async function open(html: string): Promise<void> {
  page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  submits = []
  await page.route(`${site}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    const asset = assets.find(({ path }) => path === pathname)
    if (asset) return await route.fulfill({ body: asset.content, contentType: asset.contentType })
    if (route.request().method() === 'GET') {
      const headers = { 'content-security-policy': policy }
      return await route.fulfill({ body: html, contentType: 'text/html; charset=utf-8', headers })
    }
    submits.push(route.request().postData() ?? '')
    return await route.fulfill({ status: 204 })
  })
  const loaded = page.waitForResponse(`${site}${script.path}`)
  await page.goto(`${site}/login`)
  await loaded
}

describe('the script of managed login', () => {
  test('shows and hides a password', async () => {
    await open(signInPage({ ...form, links: {} }))
    const input = page.getByLabel('Password', { exact: true })
    await input.fill('Right-horse-1')
    await page.getByRole('button', { name: 'Show password' }).click()
    expect(await input.getAttribute('type')).toBe('text')
    await page.getByRole('button', { name: 'Hide password' }).click()
    expect(await input.getAttribute('type')).toBe('password')
  })

  test('ticks the rules that the typed password meets', async () => {
    const passwordRules = { minimumLength: 8, upper: true, lower: true, number: true, symbol: true }
    await open(signUpPage({ ...form, attributes: [], passwordRules, links: { signIn: '/login' } }))
    const met = async (password: string): Promise<(string | null)[]> => {
      await page.getByLabel('Password', { exact: true }).fill(password)
      const rules = await page.locator('[data-rule].met').all()
      return await Promise.all(rules.map((rule) => rule.getAttribute('data-rule')))
    }
    expect(await met('')).toEqual([])
    expect(await met('a')).toEqual(['lower'])
    expect(await met('aB3')).toEqual(['upper', 'lower', 'number'])
    expect(await met('aB3 5678')).toEqual(['minimumLength', 'upper', 'lower', 'number', 'symbol'])
    expect(await met('-')).toEqual(['symbol'])
  })

  test('hides the password again, and sends a form once', async () => {
    await open(signInPage({ ...form, username: 'jane@example.com', links: {} }))
    const input = page.getByLabel('Password', { exact: true })
    await input.fill('Right-horse-1')
    await page.getByRole('button', { name: 'Show password' }).click()
    const submit = page.getByRole('button', { name: 'Sign in', exact: true })
    await submit.click()
    await submit.click()
    await expect.poll(() => submits).toHaveLength(1)
    expect(await input.getAttribute('type')).toBe('password')
    expect(await page.locator('form[aria-busy="true"]').count()).toBe(1)
  })
})
