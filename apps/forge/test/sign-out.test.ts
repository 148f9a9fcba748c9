import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reconfigure } from '../src/cli/reconfigure.ts'
import { Browser } from './support/browser.ts'
import { Stage } from './support/forge.ts'
import { type OpenidProvider, startOpenidProvider } from './support/openid-provider.ts'
import { totpAt } from './support/totp-app.ts'

const jane = { sub: 'Sub-Jane', email: 'jane@example.com' }
let stage: Stage
let pool: OpenidProvider
beforeEach(async () => {
  stage = await Stage.start()
  pool = await startOpenidProvider(jane, stage.clock)
  configurePool(`name: 'cognito', app_id: 'client-1', app_secret: 's', args: { issuer: '${pool.url}' }`)
  await reconfigure(stage.dataFolder)
})
afterEach(async () => {
  await stage.stop()
  await pool.close()
})

function configurePool(block: string): void {
  writeFileSync(
    join(stage.folder, 'gitlab.rb'),
    `gitlab_rails['omniauth_allow_single_sign_on'] = true
     gitlab_rails['omniauth_block_auto_created_users'] = false
     gitlab_rails['omniauth_providers'] = [{ ${block} }]`,
  )
}

async function signIn(sid?: string, person = jane, provider = 'cognito'): Promise<Browser> {
  pool.person = { ...person, ...(sid !== undefined && { sid }) }
  const browser = new Browser()
  const page = await browser.get(`${stage.url}/users/sign_in`)
  await browser.press(page, `/users/auth/${provider}`)
  expect(await isIn(browser)).toBe(true)
  return browser
}

const isIn = async (browser: Browser) => (await browser.get(`${stage.url}/`)).url.pathname === '/'

test('the content security policy of the sign-in page has an origin that comes from discovery', async () => {
  const { headers } = await new Browser().get(`${stage.url}/users/sign_in`)
  expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${pool.url};`)
})

describe('signing out of Forge', () => {
  test('shows a link that signs out of the provider, once', async () => {
    const browser = await signIn()
    const after = await browser.press(await browser.get(`${stage.url}/`), '/users/sign_out')
    expect(after.text).toContain('You are signed out of Forge, but still signed in to Cognito.')
    const href = after.text.match(/<a href="([^"]+)" rel="noreferrer">Sign out of Cognito too/)?.[1]
    const wayOut = new URL((href ?? '').replaceAll('&amp;', '&'))
    expect([wayOut.origin, wayOut.pathname]).toEqual([pool.url, '/logout'])
    expect(wayOut.searchParams.get('client_id')).toBe('client-1')
    expect(wayOut.searchParams.get('logout_uri')).toBe(`${stage.url}/users/sign_in`)
    expect((await browser.get(`${stage.url}/users/sign_in`)).text).not.toContain('Sign out of Cognito')
  })

  test('shows no link after a sign-in with a password', async () => {
    await stage.createUser({ username: 'dora', email: 'dora@example.com', password: 'correct horse' })
    const browser = new Browser()
    const home = await stage.signInWithPassword('dora', 'correct horse', browser)
    expect((await browser.press(home, '/users/sign_out')).text).not.toContain('still signed in')
  })

  test('works when the provider cannot be reached', async () => {
    const browser = await signIn()
    stage.clock.advance(2 * 60 * 60_000)
    await pool.close()
    const after = await browser.press(await browser.get(`${stage.url}/`), '/users/sign_out')
    expect([after.status, after.url.pathname]).toEqual([200, '/users/sign_in'])
    expect(stage.sql('SELECT * FROM sessions')).toEqual([])
  })
})

describe('a back-channel logout of the provider', () => {
  /** Sends the logout token to Forge and returns the status. */
  const end = (claims: { sub?: string; sid?: string }, provider = 'cognito') => tell(pool.logoutToken(claims), provider)
  const tell = async (token: string, provider = 'cognito') => {
    const body = new URLSearchParams({ logout_token: token })
    return (await fetch(`${stage.url}/users/auth/${provider}/backchannel_logout`, { method: 'POST', body })).status
  }

  test('with sid ends only that session', async () => {
    const [one, two] = [await signIn('sid-1'), await signIn('sid-2')]
    expect(await end({ sid: 'sid-1' })).toBe(200)
    expect([await isIn(one), await isIn(two)]).toEqual([false, true])
  })

  test('with sub ends every session of the person from this provider, and no other session', async () => {
    const browsers = [await signIn('sid-1'), await signIn()]
    const other = await signIn('sid-1', { sub: 'sub-joe', email: 'joe@example.com' })
    expect(await end({ sub: jane.sub })).toBe(200)
    for (const browser of browsers) expect(await isIn(browser)).toBe(false)
    expect(await isIn(other)).toBe(true)
  })

  test('with sid and sub ends that session, and the sessions of the person without a known sid', async () => {
    const [named, nameless, another] = [await signIn('sid-1'), await signIn(), await signIn('sid-2')]
    const other = await signIn('sid-1', { sub: 'sub-joe', email: 'joe@example.com' })
    expect(await end({ sub: jane.sub, sid: 'sid-1' })).toBe(200)
    expect(await Promise.all([named, nameless, another, other].map(isIn))).toEqual([false, false, true, true])
  })

  test('of an unknown person, or for a session with a password, ends nothing', async () => {
    const browser = await signIn('sid-1')
    expect(await end({ sub: 'nobody', sid: 'sid-1' })).toBe(200)
    expect(await isIn(browser)).toBe(true)
    stage.sql('UPDATE sessions SET provider = NULL')
    expect(await end({ sub: jane.sub, sid: 'sid-1' })).toBe(200)
    expect(await isIn(browser)).toBe(true)
  })

  test('with sid also ends a session that was started with a second factor', async () => {
    const first = await signIn()
    const { key } = await stage.addTwoFactor(first)
    stage.clock.advance(60_000)
    pool.person = { ...jane, sid: 'sid-1' }
    const browser = new Browser()
    const asked = await browser.press(await browser.get(`${stage.url}/users/sign_in`), '/users/auth/cognito')
    const code = { 'user[otp_attempt]': totpAt(key, stage.clock.now()) }
    await browser.press(asked, '/users/sign_in/two_factor', { fields: code })
    expect(await isIn(browser)).toBe(true)
    expect(await end({ sid: 'sid-1' })).toBe(200)
    expect([await isIn(first), await isIn(browser)]).toEqual([true, false])
  })

  test('with sub ends the session when the uid is another field', async () => {
    configurePool(`name: 'oidc', args: { name: 'oidc', strategy_class: 'OmniAuth::Strategies::OpenIDConnect',
      issuer: '${pool.url}', uid_field: 'email', discovery: true, client_auth_method: 'post',
      client_options: { identifier: 'client-1', secret: 's' } }`)
    await reconfigure(stage.dataFolder)
    const browser = await signIn('sid-1', jane, 'oidc')
    const other = await signIn('sid-2', { sub: 'sub-joe', email: 'joe@example.com' }, 'oidc')
    expect(stage.sql('SELECT uid FROM identities ORDER BY id')).toEqual([
      { uid: 'jane@example.com' },
      { uid: 'joe@example.com' },
    ])
    expect(await end({ sub: jane.sub }, 'oidc')).toBe(200)
    expect([await isIn(browser), await isIn(other)]).toEqual([false, true])
  })

  test('with a token that the provider did not sign ends nothing', async () => {
    const browser = await signIn('sid-1')
    const [head, body] = pool.logoutToken({ sid: 'sid-1' }).split('.')
    expect(await tell(`${head}.${body}.${Buffer.alloc(256).toString('base64url')}`)).toBe(400)
    expect(await tell('')).toBe(400)
    expect(await isIn(browser)).toBe(true)
  })
})
