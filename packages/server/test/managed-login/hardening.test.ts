import { assets } from '@poolhouse/pages'
import { beforeAll, describe, expect, it } from 'vitest'
import { callbackUrl, startPool, type TestPool } from '../start-pool.ts'
import { oauthQuery, openBrowser, type View } from './browser.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

const policyOf = (view: Pick<View, 'headers'>): string => String(view.headers['content-security-policy'])
const get = (url: string): Promise<View> => openBrowser(pool).get(url)

const expected = {
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

describe('headers', () => {
  it('no page may be stored or framed, or send its address to another site [A46]', async () => {
    for (const url of [`/login?${oauthQuery(pool)}`, `/signup?${oauthQuery(pool)}`, '/login', '/error?error=x']) {
      const page = await get(url)
      expect(page.headers).toMatchObject(expected)
      expect(policyOf(page)).toMatch(
        /^default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action [^;]+; base-uri 'none'; frame-ancestors 'none'$/,
      )
    }
  })

  it('no page loads anything from another site, or sends a form there [A46]', async () => {
    const { html } = await get(`/login?${oauthQuery(pool)}`)
    for (const [, address = ''] of html.matchAll(/(?:src|href|action)="([^"]*)"/g)) expect(address).toMatch(/^\/[^/]/)
  })

  it.each([
    [callbackUrl, 'https://app.example.com'],
    ['http://localhost:3000/users/auth/cognito/callback', 'http://localhost:3000'],
    ['http://[::1]:4000/cb', 'http://[::1]:4000'],
    ['com.example.app://callback', 'com.example.app:'],
    ["https://a;script-src 'unsafe-inline'.example/".replaceAll(' ', '%20'), undefined],
    ['https://a;b.example/cb', 'https:'],
  ])('lets forms redirect only to the application: %s', async (redirectUri, source) => {
    const client = await pool.addClient({ CallbackURLs: [redirectUri] }).catch(() => undefined)
    if (!client || source === undefined) return expect(client).toBeUndefined()
    const page = await get(`/login?${oauthQuery(client, { redirect_uri: redirectUri })}`)
    expect(policyOf(page)).toContain(`form-action 'self' ${source};`)
  })

  it('serves the assets of the pages, cached for ever', async () => {
    for (const asset of assets) {
      const response = await pool.server.inject({ url: asset.path })
      expect(response.payload).toBe(asset.content)
      expect(response.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': asset.contentType,
        'x-content-type-options': 'nosniff',
      })
    }
  })
})

describe('a request without a valid application', () => {
  it.each([
    ['without an application', '/login', 'You can’t open this page directly.'],
    ['of an unknown client', '/login?client_id=nobody', 'This app isn’t registered here.'],
    ['with a NUL in the client id', '/login?client_id=a%00b', 'This app isn’t registered here.'],
    ['for an address that is not registered', '', 'This app’s callback URL isn’t registered.'],
  ])('%s shows an error page and never redirects', async (_what, url, text) => {
    const page = await get(url || `/login?${oauthQuery(pool, { redirect_uri: 'https://evil.example/' })}`)
    expect(page.status).toBe(400)
    expect(page.location).toBe('')
    expect(page.text).toContain(text)
    expect(page.forms).toHaveLength(0)
  })

  it('shows the text of an error from a table, not from the address [A110]', async () => {
    const page = await get('/error?error=<script>alert(1)</script>&error_description=Call+0800+123&message=evil')
    expect(page.status).toBe(400)
    expect(page.html).not.toMatch(/alert\(1|0800|evil/)
    expect((await get('/error?error=redirect_mismatch')).text).toContain('redirect_mismatch')
    expect((await get('/error?error=toString')).text).toContain('Something went wrong')
  })

  it('redirects an error of the application back to it, with its state', async () => {
    const answer = await get(`/login?${oauthQuery(pool, { response_type: 'token' })}`)
    expect(answer.status).toBe(302)
    expect(answer.location).toMatch(/^https:\/\/app\.example\.com\/callback\?error=.*state=app-state/)
    const nonce = await get(`/login?${oauthQuery(pool, { nonce: 'a\u0000b' })}`)
    expect(nonce.location).toMatch(/^https:\/\/app\.example\.com\/callback\?error=invalid_request/)
  })
})

describe('a body that is not a form', () => {
  const post = async (payload: string, type: string) =>
    await pool.server.inject({
      method: 'POST',
      url: `/login?${oauthQuery(pool)}`,
      headers: { host: 'sign-in.example.com', origin: 'https://sign-in.example.com', 'content-type': type },
      payload,
    })

  it('is refused with a page', async () => {
    expect((await post('{"username":"a"}', 'application/json')).statusCode).toBe(415)
    expect((await post('a', 'text/plain')).statusCode).toBe(415)
    const large = await post(`username=${'a'.repeat(70_000)}`, 'application/x-www-form-urlencoded')
    expect(large.statusCode).toBe(413)
    expect(large.headers).toMatchObject(expected)
    expect(large.payload).toContain('This form is too large.')
  })

  it('ignores a field that occurs twice', async () => {
    const browser = openBrowser(pool)
    const [form] = (await browser.get(`/login?${oauthQuery(pool)}`)).forms
    const twice = `${new URLSearchParams(form?.fields)}&username=a&username=b&password=c`
    const answer = await browser.submit(form, {}, { body: twice })
    expect(answer.text).toContain('Enter your username.')
  })

  it('other methods are refused, HEAD has no effects', async () => {
    const url = `/login?${oauthQuery(pool)}`
    expect((await pool.server.inject({ method: 'PUT', url })).statusCode).toBe(405)
    expect((await pool.server.inject({ method: 'HEAD', url })).headers['set-cookie']).toBeUndefined()
  })
})

it('shows a reference for a bug, and no details of it', async () => {
  const broken = await startPool()
  const browser = openBrowser(broken)
  const page = await browser.get(`/login?${oauthQuery(broken)}`)
  broken.services.passwordHasher.verifyDummy = async () => {
    throw new Error('the-cause')
  }
  const answer = await browser.submit(page.forms[0], { username: 'nobody', password: 'Secret-horse-1' })
  expect(answer.status).toBe(500)
  expect(answer.headers).toMatchObject(expected)
  expect(answer.html).not.toContain('the-cause')
  const entry = broken.log.entries.find(({ event }) => event === 'managed-login-bug')
  expect(answer.text).toContain(String(entry?.fields['requestId']))
  expect(JSON.stringify(entry)).toContain('the-cause')
  expect(JSON.stringify(entry)).not.toContain('Secret-horse-1')
})
