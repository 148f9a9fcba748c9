import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startForge } from '../../apps/forge/src/server.ts'
import { alice, Stage } from '../../apps/forge/test/support/forge.ts'
import { type OpenidProvider, startOpenidProvider } from '../../apps/forge/test/support/openid-provider.ts'
import { type Answer, signedAnswer } from '../../packages/omniauth/test/saml/identity-provider.ts'
import { idpKeys } from '../../packages/omniauth/test/saml/keys.ts'
import { openChromium } from './support/chromium.ts'
import { type ForgeVisit, visitForge } from './support/forge-visit.ts'

/** GitLab's other forms of configuration, and its other kinds of provider. */

let stage: Stage
let browser: Browser
let forge: ForgeVisit
let openid: OpenidProvider
beforeAll(async () => {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
  stage = await Stage.start()
  browser = await openChromium()
  forge = visitForge(stage, browser)
  openid = await startOpenidProvider({ sub: 'sub-1', sid: 'sid-1', email: 'olga@example.com' }, stage.clock)
})
afterAll(async () => {
  await forge?.end()
  await browser?.close()
  await openid?.close()
  await stage?.stop()
})
const who = (page: Page) => page.getByTestId('username').innerText()

describe('the same block signs in from', () => {
  const yml = () => `production:
  omniauth:
    allow_single_sign_on: ['cognito']
    block_auto_created_users: false
    providers:
      - name: cognito
        app_id: CLIENT ID
        app_secret: CLIENT SECRET
        args:
          name: cognito
          strategy_class: OmniAuth::Strategies::OAuth2Generic
          client_options: { site: '${stage.provider.url}', authorize_url: /login, token_url: /oauth2/token, user_info_url: /oauth2/userInfo }
          user_response_structure: { root_path: [], attributes: { nickname: email } }
`
  const rb = () => `gitlab_rails['omniauth_allow_single_sign_on'] = ['cognito']
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_providers'] = [{ name: 'cognito', app_id: 'CLIENT ID', app_secret: 'CLIENT SECRET', args: {
  name: 'cognito', strategy_class: 'OmniAuth::Strategies::OAuth2Generic',
  client_options: { site: '${stage.provider.url}', authorize_url: '/login', token_url: '/oauth2/token', user_info_url: '/oauth2/userInfo' },
  user_response_structure: { root_path: [], attributes: { nickname: 'email' } } } }]`

  test.each([
    ['gitlab.yml', () => ({ file: 'gitlab.yml', text: yml() })],
    ['GITLAB_OMNIBUS_CONFIG', () => ({ file: 'not-there.rb', text: '', omnibusConfig: rb() })],
  ])('%s', async (name, form) => {
    const { file, text, omnibusConfig } = { omnibusConfig: undefined, ...form() }
    const configFile = join(stage.folder, file)
    if (text !== '') writeFileSync(configFile, text)
    const other = await startForge({
      host: '127.0.0.1',
      port: 0,
      dataFolder: join(stage.folder, `forge-${file}`),
      configFile,
      omnibusConfig,
      clock: stage.clock,
      log: { info() {}, warn() {}, error() {} },
    })
    const page = await forge.newcomer()
    await page.goto(`${other.url}/users/sign_in`)
    expect(await who(await forge.come(alice, page))).toBe('@alice')
    await forge.look(page, `form-${name}`)
    await other.close()
  })
})

describe('SAML', () => {
  const audience = 'https://forge.test/sp'
  const configuration = (more = '') => `
gitlab_rails['omniauth_allow_single_sign_on'] = ['saml']
gitlab_rails['omniauth_block_auto_created_users'] = false
${more}
gitlab_rails['omniauth_providers'] = [{ name: 'saml', label: 'Corporate', args: {
  idp_cert: '${idpKeys.cert}', idp_sso_service_url: 'https://idp.test/sso', sp_entity_id: '${audience}' } }]`
  let answers = 0

  /** The identity provider has a page of its own, at another site, whose form brings the answer. */
  async function comeWithSaml(said: Partial<Answer>): Promise<Page> {
    const page = await forge.newcomer()
    await page.route('https://idp.test/**', async (route) => {
      const asked = new URL(route.request().url()).searchParams
      const request = inflateRawSync(Buffer.from(asked.get('SAMLRequest') ?? '', 'base64')).toString()
      const acs = `${stage.url}/users/auth/saml/callback`
      const xml = signedAnswer({
        now: stage.clock.now(),
        requestId: /\bID="([^"]+)"/.exec(request)?.[1],
        assertionId: `_a${++answers}`,
        audience,
        recipient: acs,
        destination: acs,
        ...said,
      })
      const fields = { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: asked.get('RelayState') ?? '' }
      const inputs = Object.entries(fields).map(
        ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
      )
      await route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${acs}">${inputs.join('')}<button>Go on</button></form>`,
      })
    })
    await page.getByTestId('saml-sign-in-button').click()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL(`${stage.url}/**`)
    return page
  }
  const jane = { nameId: 'jane', attributes: { email: ['jane@example.com'], name: ['Jane Doe'] } }

  test('a person comes by form from another site', async () => {
    await forge.switchToFile(configuration())
    const page = await comeWithSaml(jane)
    expect(await who(page)).toBe('@jane')
    await forge.look(page, 'saml')
  })

  test('auto_link_saml_user: an address finds its account', async () => {
    await stage.createUser({ username: 'carl', email: 'carl@example.com', password: 'correct horse' })
    const carl = { nameId: 'carl', attributes: { email: ['carl@example.com'], email_verified: ['true'] } }
    expect(await (await comeWithSaml(carl)).innerText('main')).toContain('Email has already been taken')
    await forge.switchToFile(configuration("gitlab_rails['omniauth_auto_link_saml_user'] = true"))
    const page = await comeWithSaml(carl)
    expect(await who(page)).toBe('@carl')
    await forge.look(page, 'auto_link_saml_user-true')
  })

  test('saml_message_max_byte_size: a longer answer is refused', async () => {
    await forge.switchToFile(configuration("gitlab_rails['omniauth_saml_message_max_byte_size'] = 2000"))
    const page = await comeWithSaml(jane)
    expect(await page.getByRole('alert').innerText()).toContain('Could not authenticate you from Corporate')
    await forge.look(page, 'saml_message_max_byte_size-2000')
  })
})

test('who signs out is shown the way out of the pool; whom the pool signs out is out here, too', async () => {
  await forge.switchToFile(`
gitlab_rails['omniauth_allow_single_sign_on'] = true
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_providers'] = [{ name: 'cognito', app_id: 'client-1', app_secret: 's', args: { issuer: '${openid.url}' } }]`)
  const page = await forge.newcomer()
  await page.getByTestId('cognito-sign-in-button').click()
  await page.waitForURL(`${stage.url}/`)
  expect(await who(page)).toBe('@olga')

  const logout = await fetch(`${stage.url}/users/auth/cognito/backchannel_logout`, {
    method: 'POST',
    body: new URLSearchParams({ logout_token: openid.logoutToken({ sub: 'sub-1', sid: 'sid-1' }) }),
  })
  expect(logout.status).toBe(200)
  await page.reload()
  expect(page.url()).toContain('/users/sign_in')

  await page.getByTestId('cognito-sign-in-button').click()
  await page.waitForURL(`${stage.url}/`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  const link = page.getByRole('link', { name: 'Sign out of Cognito, too' })
  expect(await link.getAttribute('href')).toContain(`${openid.url}/logout?client_id=client-1&logout_uri=`)
  await forge.look(page, 'signed-out')
  expect(forge.complaints).toEqual([])
})
