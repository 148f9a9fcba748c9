import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Answer, signedAnswer } from '../../../packages/omniauth/test/saml/identity-provider.ts'
import { idpKeys } from '../../../packages/omniauth/test/saml/keys.ts'
import { Browser, type Page, textOf } from './support/browser.ts'
import { Stage } from './support/forge.ts'

const audience = 'https://forge.test/sp'
const rb = `
gitlab_rails['omniauth_allow_single_sign_on'] = ['saml']
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_providers'] = [
  {
    name: 'saml',
    groups_attribute: 'Groups',
    external_groups: ['Freelancers'],
    args: {
      idp_cert: '${idpKeys.cert}',
      idp_sso_target_url: 'https://idp.test/sso',
      issuer: '${audience}'
    }
  }
]
`

let stage: Stage
beforeEach(async () => {
  stage = await Stage.start()
  writeFileSync(join(stage.folder, 'gitlab.rb'), rb)
  await stage.restart()
})
afterEach(() => stage.stop())

/** Posts the answer from the page of the identity provider. The browser sends only cookies with SameSite=None. */
async function answer(browser: Browser, begun: Page, said: Partial<Answer> & { padding?: number } = {}): Promise<Page> {
  const location = new URL(begun.headers.get('location') ?? 'about:blank')
  const request = inflateRawSync(Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  const { hostname } = new URL(stage.url)
  const crossSite = new Browser()
  for (const [name, { value, line }] of browser.cookies.get(hostname) ?? [])
    if (line.includes('SameSite=None')) crossSite.plant(hostname, name, value)
  const acs = `${stage.url}/users/auth/saml/callback`
  const requestId = /\bID="([^"]+)"/.exec(request)?.[1]
  const { padding = 0, ...rest } = said
  const xml = signedAnswer({ now: stage.clock.now(), requestId, audience, recipient: acs, destination: acs, ...rest })
  const response = xml.replace('<samlp:Status>', `${' '.repeat(padding)}<samlp:Status>`)
  const form = {
    SAMLResponse: Buffer.from(response).toString('base64'),
    RelayState: location.searchParams.get('RelayState') ?? '',
  }
  const headers = { origin: 'https://idp.test', 'sec-fetch-site': 'cross-site' }
  const page = await crossSite.post(acs, form, headers, false)
  for (const [name, { value }] of crossSite.cookies.get(hostname) ?? []) browser.plant(hostname, name, value)
  return page.headers.has('location') ? browser.get(new URL(page.headers.get('location') ?? '', stage.url)) : page
}

async function signIn(said?: Parameters<typeof answer>[2], browser = new Browser()): Promise<Page> {
  const page = await browser.get(`${stage.url}/users/sign_in`)
  return answer(browser, await browser.press(page, '/users/auth/saml', {}, false), said)
}

test('a person signs in with an answer of 200 KB', async () => {
  const page = await signIn({ padding: 200_000 })
  expect(textOf(page, 'email')).toBe('jane@example.com')
  expect(textOf(page, 'signed-in-with')).toBe('Saml')
  expect(stage.sql('SELECT provider, uid FROM identities')).toEqual([{ provider: 'saml', uid: 'jane' }])
})

test('the content security policy allows forms to the identity provider', async () => {
  const { headers } = await new Browser().get(`${stage.url}/users/sign_in`)
  expect(headers.get('content-security-policy')).toContain("form-action 'self' https://idp.test;")
})

test('external_groups decide at each sign-in whether the user is external', async () => {
  const external = () => stage.sql<{ external: number }>('SELECT external FROM accounts').map((row) => row.external)
  const groups = (names: string[]) => ({ attributes: { email: ['jane@example.com'], Groups: names } })
  await signIn({ assertionId: '_1', ...groups(['Freelancers']) })
  expect(external()).toEqual([1])
  await signIn({ assertionId: '_2', ...groups(['Developers']) })
  expect(external()).toEqual([0])
  await signIn({ assertionId: '_3', ...groups(['Developers', 'Freelancers']) })
  expect(external()).toEqual([1])
})

test('a signed-in user connects an identity, although the answer comes without the session cookie', async () => {
  const browser = new Browser()
  await stage.createUser({ username: 'owner', email: 'owner@example.com', password: 'correct horse' })
  const home = await stage.signInWithPassword('owner', 'correct horse', browser)
  const token = /name="authenticity_token" value="([^"]+)"/.exec(home.text)?.[1] ?? ''
  const own = { origin: new URL(stage.url).origin, 'sec-fetch-site': 'same-origin' }
  const settings = await browser.get(`${stage.url}/-/profile/account`)
  const link = /name="link" value="([^"]+)"/.exec(settings.text)?.[1] ?? ''
  const begun = await browser.post(`${stage.url}/users/auth/saml`, { authenticity_token: token, link }, own, false)
  const page = await answer(browser, begun)
  expect(page.text).toContain('Authentication method updated')
  expect(stage.sql('SELECT username, uid FROM accounts JOIN identities ON account_id = accounts.id')).toEqual([
    { username: 'owner', uid: 'jane' },
  ])
})

test('an assertion that was used before a restart is refused after it [A116]', async () => {
  expect(textOf(await signIn(), 'email')).toBe('jane@example.com')
  await stage.restart()
  expect(textOf(await signIn(), 'email')).toBeUndefined()
  expect(textOf(await signIn({ assertionId: '_other' }), 'email')).toBe('jane@example.com')
})

test('an answer without a sign-in in progress gets an error page, and does not sign out the user', async () => {
  const browser = new Browser()
  await stage.createUser({ username: 'owner', email: 'owner@example.com', password: 'correct horse' })
  await stage.signInWithPassword('owner', 'correct horse', browser)
  const form = { SAMLResponse: 'QQ==', RelayState: 'unknown' }
  const headers = { origin: 'https://idp.test', 'sec-fetch-site': 'cross-site' }
  const page = await new Browser().post(`${stage.url}/users/auth/saml/callback`, form, headers, false)
  expect([page.status, page.headers.get('set-cookie')]).toEqual([422, null])
  expect(page.text).toContain('Could not authenticate you from Saml because')
  expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/')
})
