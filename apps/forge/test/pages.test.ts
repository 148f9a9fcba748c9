import { request } from 'node:http'
import { html } from '@poolhouse/pages'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertOf, Browser, textOf } from './support/browser.ts'
import { alice, Stage } from './support/forge.ts'

const hostile = `</title><script>alert(1)</script><img src=x onerror="alert(1)">'"{{7*7}}\u202e`

let stage: Stage
beforeEach(async () => {
  stage = await Stage.start()
})
afterEach(() => stage.stop())

describe('pages escape markup from other sources [A110]', () => {
  const expectNoMarkup = (text: string) => {
    expect(text).not.toMatch(/<script>|<img|onerror="/i)
    expect(text).toContain('&lt;script&gt;')
  }

  test('in the name of a person', async () => {
    stage.sql(`UPDATE accounts SET name = ''`)
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    stage.sql(`UPDATE accounts SET name = '${hostile.replaceAll("'", "''")}'`)
    const page = await browser.get(`${stage.url}/`)
    expectNoMarkup(page.text)
    expect(textOf(page, 'name')).toBe(hostile)
  })

  test('in the uid', async () => {
    expectNoMarkup((await stage.signInWithProvider({ ...alice, sub: hostile })).text)
  })

  test('in a valid email address', async () => {
    const page = await stage.signInWithProvider({ ...alice, email: '"<script>alert(1)</script>"@example.com' })
    expect(page.text).not.toContain('<script')
  })

  test('in the username that the form shows again', async () => {
    const page = await stage.signInWithPassword(hostile, 'wrong')
    expectNoMarkup(page.text)
  })

  test('in the error of the provider, and in the query of a page', async () => {
    stage.provider.denial = hostile
    const page = await stage.signInWithProvider()
    expect(page.text).not.toMatch(/<script>|<img/i)
    expect(alertOf(page)).toMatch(/^Could not authenticate you from Cognito because "/)
    const query = `alert=${encodeURIComponent(hostile)}&message=${encodeURIComponent(hostile)}&error=x`
    const asked = await new Browser().get(`${stage.url}/users/sign_in?${query}`)
    expect(alertOf(asked)).toBeUndefined()
    expect(asked.text).not.toContain('alert(1)')
  })

  test('in any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const [, text, attribute] =
          html`<p title="${value}">${value}</p>`.toString().match(/^<p title="([^"<>]*)">([^<>"']*)<\/p>$/s) ?? []
        expect(text).toBe(attribute)
      }),
    )
  })
})

test('a flash cookie that is changed or from another session is ignored', async () => {
  stage.provider.denial = 'access_denied'
  const attacker = new Browser()
  const page = await attacker.get(`${stage.url}/users/sign_in`)
  const atProvider = await attacker.press(page, '/users/auth/cognito', {}, false)
  const callback = await attacker.get(atProvider.headers.get('location') ?? '', false)
  await attacker.get(callback.headers.get('location') ?? '', false)
  const flash = attacker.cookie('localhost', '_forge_flash') ?? ''
  expect(flash).not.toBe('')

  for (const value of [
    flash,
    `${flash}x`,
    `${Buffer.from('{"kind":"alert","text":"x"}').toString('base64url')}.x`,
    'x',
    '.',
    '..',
  ]) {
    const victim = new Browser()
    await victim.get(`${stage.url}/users/sign_in`)
    victim.plant('localhost', '_forge_flash', value)
    expect(alertOf(await victim.get(`${stage.url}/users/sign_in`))).toBeUndefined()
  }
})

describe('every answer [A28]', () => {
  const answers: [string, () => Promise<Response>][] = [
    ['a page', () => fetch(`${stage.url}/users/sign_in`)],
    ['a redirect', () => fetch(`${stage.url}/`, { redirect: 'manual' })],
    ['a callback', () => fetch(`${stage.url}/users/auth/cognito/callback`, { redirect: 'manual' })],
    ['a missing page', () => fetch(`${stage.url}/%00/nothing?<script>`)],
    ['a method that is not allowed', () => fetch(`${stage.url}/users/sign_in`, { method: 'DELETE' })],
    [
      'a body that is too large',
      () =>
        fetch(`${stage.url}/users/sign_in`, { method: 'POST', body: new URLSearchParams({ a: 'x'.repeat(70_000) }) }),
    ],
    [
      'a body of another kind',
      () =>
        fetch(`${stage.url}/users/sign_in`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        }),
    ],
    ['a forged request', () => fetch(`${stage.url}/users/sign_out`, { method: 'POST' })],
    ['a malformed URL', () => fetch(`${stage.url}/users/%E0%A4%A`)],
  ]

  test.each(answers)('%s: has the security headers', async (_what, ask) => {
    const { headers, status } = await ask()
    expect(status).toBeLessThan(500)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('allows forms to redirect to the provider only', async () => {
    const { headers } = await fetch(`${stage.url}/users/sign_in`)
    const form = headers.get('content-security-policy')?.match(/form-action ([^;]*)/)?.[1]
    expect(form).toBe(`'self' ${stage.provider.url}`)
  })

  test('another method answers 405 [A89]', async () => {
    const answer = await fetch(`${stage.url}/users/sign_in`, { method: 'PUT' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })
})

test.each(['/users/sign_in', '/users/auth/cognito', '/users/auth/cognito/callback', '/'])(
  'TRACE and unknown methods of %s are refused without an error in the log [A89]',
  async (path) => {
    for (const method of ['TRACE', 'PROPFIND', 'PATCH']) {
      const { hostname, port } = new URL(stage.url)
      const status = await new Promise((resolve, reject) =>
        request({ hostname, port, path, method, agent: false }, (answer) => resolve(answer.resume().statusCode))
          .on('error', reject)
          .end(),
      )
      expect([404, 405]).toContain(status)
    }
    expect(stage.logged.filter((line) => line.includes('request-failed'))).toEqual([])
  },
)

test('pages load only a script of Forge, and nothing from other sites', async () => {
  const { text } = await new Browser().get(`${stage.url}/users/sign_in`)
  expect(text.replace(/<script src="\/assets\/sign-in-[0-9a-f]+\.js" defer><\/script>/, '')).not.toMatch(
    /<script|\son\w+=|style=|https?:/i,
  )
  const path = text.match(/href="(\/assets\/forge-[0-9a-f]+\.css)"/)?.[1] ?? ''
  const style = await fetch(`${stage.url}${path}`)
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(style.headers.get('cache-control')).toContain('immutable')
})

test('the health check works without a session', async () => {
  const answer = await fetch(`${stage.url}/-/health`)
  expect([answer.status, await answer.json(), answer.headers.get('set-cookie')]).toEqual([200, { status: 'ok' }, null])
})
