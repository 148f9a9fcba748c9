import { beforeAll, describe, expect, it } from 'vitest'
import { pages } from '#fronts/managed-login/pages'
import { addUser, password } from '../add-user.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { type Form, oauthQuery, openBrowser, site } from './browser.ts'

let pool: TestPool
let username: string
beforeAll(async () => {
  pool = await startPool()
  username = (await addUser(pool)).username
})

const openSignIn = async () => {
  const browser = openBrowser(pool)
  const page = await browser.get(`/login?${oauthQuery(pool)}`)
  return { browser, form: page.forms[0] as Form }
}

const everyForm = pages.filter(({ submit }) => submit).map(({ path }) => path)

describe('forged forms [A112]', () => {
  it.each(everyForm)('%s refuses a form without a token, of another browser, of no browser [A112]', async (path) => {
    const { browser, form } = await openSignIn()
    const { form: foreign } = await openSignIn()
    const action = `${path}?${oauthQuery(pool)}`
    const typed = { username, password, code: '123456' }
    const { _csrf: token = '', ...rest } = form.fields
    const refusedWith = async (fields: Readonly<Record<string, string>>): Promise<void> => {
      const answer = await browser.submit({ action, fields }, typed)
      expect(answer.status).toBe(403)
      expect(answer.text).toContain('We didn’t accept this form')
      expect(answer.headers['content-security-policy']).toContain("form-action 'none'")
    }
    await refusedWith(rest)
    await refusedWith({ ...rest, _csrf: '' })
    await refusedWith({ ...rest, _csrf: foreign.fields['_csrf'] ?? '' })
    await refusedWith({ ...rest, _csrf: `${token}A` })
    browser.cookies.clear()
    await refusedWith({ ...rest, _csrf: token })
    expect(browser.cookies.has(`__Host-poolhouse-${pool.userPoolId}`)).toBe(false)
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site, by Origin alone', { origin: 'https://evil.example', 'sec-fetch-site': '' }],
    ['a neighbour below the same domain', { origin: 'https://shop.example.com', 'sec-fetch-site': 'same-site' }],
    ['our host by http', { origin: 'http://sign-in.example.com', 'sec-fetch-site': '' }],
    ['our host on another port', { origin: 'https://sign-in.example.com:8443', 'sec-fetch-site': '' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['another site, whose Origin got lost', { origin: '', 'sec-fetch-site': 'cross-site' }],
    ['an unknown place', { origin: '', 'sec-fetch-site': '' }],
  ])('refuses a form with the right token from %s [A112]', async (_what, headers) => {
    const { browser, form } = await openSignIn()
    const { origin, 'sec-fetch-site': fetchSite } = headers
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await pool.server.inject({
      method: 'POST',
      url: form.action,
      headers: {
        host: 'sign-in.example.com',
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        ...(origin ? { origin } : {}),
        ...(fetchSite ? { 'sec-fetch-site': fetchSite } : {}),
      },
      payload: new URLSearchParams({ ...form.fields, username, password }).toString(),
    })
    expect(response.statusCode).toBe(403)
    expect(String(response.headers['set-cookie'] ?? '')).not.toContain(pool.userPoolId)
  })

  it('accepts its own form from a browser that sends only one of the two headers', async () => {
    for (const headers of [{ origin: site }, { 'sec-fetch-site': 'same-origin' }]) {
      const { browser, form } = await openSignIn()
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await pool.server.inject({
        method: 'POST',
        url: form.action,
        headers: {
          host: 'sign-in.example.com',
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        payload: new URLSearchParams({ ...form.fields, username, password }).toString(),
      })
      expect(response.statusCode).toBe(303)
    }
  })

  it('keeps one token for all tabs, in a cookie that scripts can not read', async () => {
    const { browser, form } = await openSignIn()
    const second = await browser.get(`/signup?${oauthQuery(pool)}`)
    expect(second.forms[0]?.fields['_csrf']).toBe(form.fields['_csrf'])
    expect(browser.setCookies).toHaveLength(1)
    expect(browser.setCookies[0]).toMatch(/^__Host-poolhouse-csrf=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })

  it('replaces a foreign token cookie', async () => {
    const browser = openBrowser(pool)
    browser.cookies.set('__Host-poolhouse-csrf', 'short')
    const page = await browser.get(`/login?${oauthQuery(pool)}`)
    expect(browser.cookies.get('__Host-poolhouse-csrf')).toMatch(/^[\w-]{43}$/)
    expect((await browser.submit(page.forms[0], { username, password })).status).toBe(303)
  })
})

describe('a domain prefix', () => {
  it('serves the pages of its pool on its own host, and accepts forms only from there [A112]', async () => {
    await pool.admin.call('CreateUserPoolDomain', { UserPoolId: pool.userPoolId, Domain: 'tide' })
    const own = openBrowser(pool, 'https://tide.auth.sign-in.example.com')
    const page = await own.get(`/login?${oauthQuery(pool)}`)
    expect(page.status).toBe(200)
    const foreign = await own.submit(page.forms[0], { username, password }, { headers: { origin: site } })
    expect(foreign.status).toBe(403)
    expect((await own.submit(page.forms[0], { username, password })).status).toBe(303)
    const nobody = openBrowser(pool, 'https://ebb.auth.sign-in.example.com')
    expect((await nobody.get(`/login?${oauthQuery(pool)}`)).status).toBe(400)
  })
})
