import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertOf, Browser, textOf } from './support/browser.ts'
import { alice, bob, Stage } from './support/forge.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.start()
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
})
afterEach(() => stage.stop())

const password = { 'user[login]': 'carol', 'user[password]': 'correct horse' }
const sessions = () => stage.sql('SELECT * FROM sessions')

/** Ways to forge a POST. `localhost` and `127.0.0.1` are two sites. */
const foreign: [string, { headers?: Record<string, string>; fields?: Record<string, string | undefined> }][] = [
  ['no token', { fields: { authenticity_token: undefined } }],
  ['an empty token', { fields: { authenticity_token: '' } }],
  ['a token of zeros', { fields: { authenticity_token: Buffer.alloc(64).toString('base64url') } }],
  ['another origin', { headers: { origin: 'http://evil.example' } }],
  ['another port of the host', { headers: { origin: 'http://localhost:1' } }],
  ['an opaque origin', { headers: { origin: 'null' } }],
  ['a cross-site request', { headers: { 'sec-fetch-site': 'cross-site' } }],
  ['a same-site request of another host', { headers: { 'sec-fetch-site': 'same-site' } }],
]

describe('a forged POST [A112]', () => {
  test.each(foreign)('does not sign in with a password: %s', async (_what, tampering) => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/users/sign_in`)
    const answer = await browser.press(page, '/users/sign_in', {
      ...tampering,
      fields: { ...password, ...tampering.fields },
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('The change you requested was rejected')
    expect(sessions()).toEqual([])
  })

  test.each(foreign)('does not start a sign-in at the provider: %s', async (_what, tampering) => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/users/sign_in`)
    const answer = await browser.press(page, '/users/auth/cognito', tampering)
    expect(answer.url.origin).toBe(stage.url)
    expect(alertOf(answer)).toBe('Could not authenticate you from Cognito because "Authenticity error".')
  })

  test.each(foreign)('does not sign out: %s', async (_what, tampering) => {
    const browser = new Browser()
    const home = await stage.signInWithProvider(alice, browser)
    expect((await browser.press(home, '/users/sign_out', tampering)).status).toBe(422)
    expect(textOf(await browser.get(`${stage.url}/`), 'email')).toBe('alice@example.com')
  })

  test('with the token of another session is refused', async () => {
    const attacker = new Browser()
    const attackersPage = await attacker.get(`${stage.url}/users/sign_in`)
    const victim = new Browser()
    await victim.get(`${stage.url}/users/sign_in`)
    const answer = await victim.press(attackersPage, '/users/sign_in', { fields: password })
    expect(answer.status).toBe(422)
  })

  test('from a page on another real site is refused: 127.0.0.1 to localhost', async () => {
    const there = stage.url.replace('localhost', '127.0.0.1')
    const browser = new Browser()
    const page = await browser.get(`${there}/users/sign_in`)
    const answer = await browser.press(page, '/users/sign_in', { fields: password })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(`href="${stage.url}/"`)
    expect(browser.cookies.get('localhost')).toBeUndefined()
  })

  test.each(['/users/auth/cognito', '/users/auth/cognito/callback'])(
    'to %s from another site comes without Lax cookies and replaces none of them',
    async (path) => {
      const headers = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }
      const answer = await new Browser().post(`${stage.url}${path}`, {}, headers, false)
      expect(answer.status).toBe(422)
      expect(answer.headers.getSetCookie()).toEqual([])
    },
  )

  test('does nothing as a GET', async () => {
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    expect((await browser.get(`${stage.url}/users/sign_out`)).status).toBe(405)
    expect((await browser.get(`${stage.url}/users/auth/cognito`)).status).toBe(404)
    expect(textOf(await browser.get(`${stage.url}/`), 'email')).toBe('alice@example.com')
  })
})

describe('every form of Forge [A112]', () => {
  const folder = fileURLToPath(new URL('../src', import.meta.url))
  const sources = globSync('**/*.ts', { cwd: folder }).map((path) => readFileSync(`${folder}/${path}`, 'utf8'))
  /** Every path in the sources. The running Forge says which of them answer a POST. */
  const paths = sources
    .flatMap((text) => [...text.matchAll(/'(\/[\w/-]+)'/g)])
    .map(([, path = '']) => path)
    .filter((path) => /^\/(?:users|-)\//.test(path) && !path.startsWith('/users/auth'))
  // The admin area registers its routes in one function. admin.test.ts tests each of them.
  const posts = sources.flatMap((text) => [...text.matchAll(/app\.post\b(?!\(path,)/g)]).length

  test('needs a token of its own page, and the origin of Forge', async () => {
    const browser = new Browser()
    await stage.signInWithPassword('carol', 'correct horse', browser)
    const page = await browser.get(`${stage.url}/`)
    const token = page.text.match(/name="authenticity_token" value="([^"]+)"/)?.[1] ?? ''
    const cookie = `_forge_session=${browser.cookie('localhost', '_forge_session')}`
    const answering = []
    for (const path of new Set(paths)) {
      const { headers } = await fetch(`${stage.url}${path}`, { method: 'PATCH' })
      if (headers.get('allow')?.includes('POST')) answering.push(path)
    }
    expect(answering).toHaveLength(posts)
    for (const path of answering) {
      for (const [fields, headers] of [
        [{}, {}],
        [{ authenticity_token: 'x' }, {}],
        [{ authenticity_token: token }, { origin: 'http://evil.example' }],
        [{ authenticity_token: token }, { 'sec-fetch-site': 'cross-site' }],
      ] as const) {
        const body = new URLSearchParams(fields)
        const answer = await fetch(`${stage.url}${path}`, { method: 'POST', body, headers: { cookie, ...headers } })
        expect([path, answer.status]).toEqual([path, 422])
        expect(await answer.text()).toContain('The change you requested was rejected')
      }
    }
  })
})

describe('a callback', () => {
  test('of another browser is refused: the code of an attacker does not sign in the victim', async () => {
    const attacker = new Browser()
    stage.provider.person = bob
    const page = await attacker.get(`${stage.url}/users/sign_in`)
    const atProvider = await attacker.press(page, '/users/auth/cognito', {}, false)
    const callback = await attacker.get(atProvider.headers.get('location') ?? '', false)

    const victim = new Browser()
    const answer = await victim.get(callback.headers.get('location') ?? '')
    expect(alertOf(answer)).toBe('Could not authenticate you from Cognito because "Csrf detected".')
    expect(sessions()).toEqual([])
  })

  test('with a forged state is refused', async () => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/users/sign_in`)
    await browser.press(page, '/users/auth/cognito', {}, false)
    const answer = await browser.get(`${stage.url}/users/auth/cognito/callback?code=x&state=${'0'.repeat(48)}`)
    expect(alertOf(answer)).toContain('Csrf detected')
  })

  test('that is loaded again does not sign in a second time', async () => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/users/sign_in`)
    const atProvider = await browser.press(page, '/users/auth/cognito', {}, false)
    const callback = (await browser.get(atProvider.headers.get('location') ?? '', false)).headers.get('location') ?? ''
    await browser.get(callback)
    expect(sessions()).toHaveLength(1)
    await browser.get(callback)
    expect(sessions()).toHaveLength(1)
  })

  test('goes to the configured URL, whatever the Host header says [A88]', async () => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/users/sign_in`)
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    const answer = await browser.press(page, '/users/auth/cognito', { headers }, false)
    const target = new URL(answer.headers.get('location') ?? '')
    expect(target.searchParams.get('redirect_uri')).toBe(`${stage.url}/users/auth/cognito/callback`)
  })
})
