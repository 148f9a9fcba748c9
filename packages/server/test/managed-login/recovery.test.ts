import { beforeAll, describe, expect, it } from 'vitest'
import { addUser, password } from '../add-user.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { oauthQuery, openBrowser, type TestBrowser, type View } from './browser.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

async function forgot(username: string): Promise<{ browser: TestBrowser; page: View }> {
  const browser = openBrowser(pool)
  const signIn = await browser.get(`/login?${oauthQuery(pool)}`)
  const page = await browser.get(signIn.links.find((href) => href.startsWith('/forgotPassword')) ?? '')
  return { browser, page: await browser.submit(page.forms[0], { username }) }
}

const renewed = 'My-next-horse-1'

describe('a lost password', () => {
  it('is changed with a code; the user must then sign in with it, because a mailbox is no sign-in [A106]', async () => {
    const user = await addUser(pool)
    const earlier = openBrowser(pool)
    const signIn = await earlier.get(`/login?${oauthQuery(pool)}`)
    await earlier.submit(signIn.forms[0], { username: user.username, password })

    const { browser, page } = await forgot(user.username)
    expect(page.text).toContain('Enter the code we sent to u***@e***')
    const weak = await browser.submit(page.forms[0], { code: await pool.newestCode(), password: 'short' })
    expect(weak.text).toContain('This password is too short.')
    expect(weak.forms[0]?.fields['code']).toBe(await pool.newestCode())
    const done = await browser.submit(weak.forms[0], { password: renewed })
    expect(done.text).toContain('Your new password is set. Sign in with it.')
    expect(browser.cookies.has(`__Host-poolhouse-${pool.userPoolId}`)).toBe(false)
    expect((await browser.submit(done.forms[0], { password: renewed })).location).toContain('code=')
    expect((await earlier.get(`/login?${oauthQuery(pool)}`)).status).toBe(200)
  })

  it('answers an unknown name as it answers a known one [A90, A92]', async () => {
    const user = await addUser(pool)
    const known = await forgot(user.username)
    const unknown = await forgot('user-none')
    const blind = ({ html }: View): string => html.replace(/value="[^"]*"/g, '').replace(/[a-z]\*\*\*@[a-z]\*\*\*/, '')
    expect(unknown.page.status).toBe(known.page.status)
    expect(blind(unknown.page)).toBe(blind(known.page))
    const wrong = await known.browser.submit(known.page.forms[0], { code: '000000', password: renewed })
    const none = await unknown.browser.submit(unknown.page.forms[0], { code: '000000', password: renewed })
    expect(none.status).toBe(wrong.status)
    expect(blind(none)).toBe(blind(wrong))
    expect(wrong.text).toContain('This code isn’t correct.')
  })

  it('sends a new code, which replaces the one before [A96]', async () => {
    const user = await addUser(pool)
    const { browser, page } = await forgot(user.username)
    const older = await pool.newestCode()
    const again = await browser.submit(page.forms[1])
    const stale = await browser.submit(again.forms[0], { code: older, password: renewed })
    expect(stale.status).toBe(400)
    const done = await browser.submit(stale.forms[0], { code: await pool.newestCode(), password: renewed })
    expect(done.text).toContain('Your new password is set.')
    const twice = await browser.submit(stale.forms[0], { code: await pool.newestCode(), password: 'Another-horse-1' })
    expect(twice.status).toBe(400)
  })

  it('limits how many codes a user can request, and says so [A109]', async () => {
    const user = await addUser(pool)
    const { browser, page } = await forgot(user.username)
    for (let count = 0; count < 4; count++) await browser.submit(page.forms[1])
    expect((await browser.submit(page.forms[1])).text).toContain('Too many attempts.')
  })

  it('redirects to the first page if the page of the code is opened by its address', async () => {
    const view = await openBrowser(pool).get(`/confirmForgotPassword?${oauthQuery(pool)}`)
    expect(view.text).toContain('and we’ll send you a reset code.')
  })
})
