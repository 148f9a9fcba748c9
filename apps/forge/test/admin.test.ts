import fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changeUser, type UserVerb } from '../src/cli/change-user.ts'
import { adminRoutes } from '../src/web/admin/admin-routes.ts'
import { alertOf, Browser, type Page, textOf } from './support/browser.ts'
import { alice, bob, Stage } from './support/forge.ts'

const password = 'correct horse'
let stage: Stage
/** Signed in as dora, an administrator. */
let admin: Browser
beforeEach(async () => {
  stage = await Stage.start({ blockAutoCreatedUsers: true })
  for (const username of ['dora', 'carol'])
    await stage.createUser({ username, email: `${username}@example.com`, password })
  await promote('dora')
  admin = new Browser()
  await stage.signInWithPassword('dora', password, admin)
})
afterEach(() => stage.stop())

const command = (verb: UserVerb, username: string) =>
  changeUser({ clock: stage.clock }, { dataFolder: stage.dataFolder, username, verb })
const promote = async (username: string) => command('promote', username)
const open = (path: string, browser = admin) => browser.get(`${stage.url}${path}`)
const idOf = (username: string) =>
  stage.sql<{ id: number }>(`SELECT id FROM accounts WHERE username = '${username}'`)[0]?.id
const pathOf = (username: string) => `/admin/users/${idOf(username)}`
const account = (username: string) =>
  stage.sql<{ state: string; admin: number; external: number }>(
    `SELECT state, admin, external FROM accounts WHERE username = '${username}'`,
  )[0]
const noticeOf = (page: Page) => page.text.match(/role="status">[\s\S]*?<p>([\s\S]*?)<\/p>/)?.[1]
const tokenOf = (page: Page) => page.text.match(/name="authenticity_token" value="([^"]+)"/)?.[1] ?? ''
/** Presses a button on a user's page. */
const act = async (username: string, action: string, fields = {}, browser = admin) => {
  const path = pathOf(username)
  return browser.press(await open(path, browser), `${path}/${action}`, { fields })
}
/** Sends the request of a button that the page does not show, with a valid token. */
const actAnyway = async (username: string, action: string, browser = admin) => {
  const page = await open('/admin/providers', browser)
  const token = tokenOf(page)
  return browser.post(`${stage.url}${pathOf(username)}/${action}`, { authenticity_token: token })
}

/** Every registered route of the admin area. */
async function adminRoutesOfForge(): Promise<{ method: string; url: string }[]> {
  const routes: { method: string; url: string }[] = []
  const app = fastify()
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url })
  })
  // The registration of routes does not use the services.
  adminRoutes(app, {} as Parameters<typeof adminRoutes>[1])
  await app.ready()
  return routes
}

describe('access to the admin area', () => {
  test('every route answers 404 to users who are not administrators', async () => {
    const carol = new Browser()
    const home = await stage.signInWithPassword('carol', password, carol)
    const token = tokenOf(home)
    const visitor = new Browser()
    const visitorToken = tokenOf(await visitor.get(`${stage.url}/users/sign_in`))
    const routes = await adminRoutesOfForge()
    expect(routes.length).toBeGreaterThan(12)
    for (const { method, url } of routes) {
      expect(url).toMatch(/^\/admin(\/|$)/)
      const path = url
        .replace(':id', String(idOf('dora')))
        .replace(':name', 'cognito')
        .replace(':provider', 'cognito')
      for (const action of url.includes(':action') ? ['block', 'make-admin', 'remove'] : ['']) {
        const place = `${stage.url}${path.replace(':action', action)}`
        for (const [browser, own] of [
          [carol, token],
          [visitor, visitorToken],
        ] as const) {
          const answer =
            method === 'POST'
              ? await browser.post(place, { authenticity_token: own, enabled: '0' })
              : await browser.get(place, false)
          expect([method, path, answer.status]).toEqual([method, path, 404])
        }
      }
    }
    expect(account('dora')).toEqual({ state: 'active', admin: 1, external: 0 })
    expect(stage.sql('SELECT * FROM disabled_providers')).toEqual([])
    expect(home.text).not.toContain('/admin')
  })

  test('a POST without the token of the page, or from another site, changes nothing [A112]', async () => {
    for (const { method, url } of await adminRoutesOfForge()) {
      if (method !== 'POST') continue
      const path = url
        .replace(':id', String(idOf('carol')))
        .replace(/:name|:provider/, 'cognito')
        .replace(':action', 'block')
      for (const fields of [{}, { authenticity_token: Buffer.alloc(64).toString('base64url') }])
        expect([path, (await admin.post(`${stage.url}${path}`, fields)).status]).toEqual([path, 422])
    }
    const page = await open(pathOf('carol'))
    const foreign = { headers: { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' } }
    expect((await admin.press(page, `${pathOf('carol')}/block`, foreign)).status).toBe(422)
    expect(account('carol')).toEqual({ state: 'active', admin: 0, external: 0 })
  })

  test('a demoted administrator gets 404 at the next request', async () => {
    await promote('carol')
    command('demote', 'dora')
    expect((await open('/admin')).status).toBe(404)
  })

  test.each(['/admin/nothing', '/admin/users/999', '/admin/users/x', "/admin/users/1'--"])(
    'an unknown page answers 404: %s',
    async (path) => {
      expect((await open(path)).status).toBe(404)
    },
  )

  test('an unknown action answers 404', async () => {
    expect((await actAnyway('carol', 'promote')).status).toBe(404)
    expect((await actAnyway('carol', 'constructor')).status).toBe(404)
    expect((await actAnyway('carol', 'identities/cognito/x')).status).toBe(404)
  })
})

describe('pending approval', () => {
  test('a pending user reads the alert, administrators see the number, and an approved user signs in', async () => {
    const text = 'Your account is pending approval from your GitLab administrator and hence blocked.'
    expect(alertOf(await stage.signInWithProvider(alice))).toContain(text)
    await stage.signInWithProvider(bob)
    expect((await open('/')).text).toContain('data-testid="pending-count">2<')
    const list = await open('/admin/users?filter=pending')
    expect(list.text.match(/data-testid="user"/g)).toHaveLength(2)

    expect(noticeOf(await act('alice', 'approve'))).toBe('Approved: alice.')
    expect(textOf(await stage.signInWithProvider(alice), 'email')).toBe('alice@example.com')
    expect((await open('/')).text).toContain('data-testid="pending-count">1<')
  })

  test('a rejected account is removed, unless another administrator has approved it', async () => {
    await stage.signInWithProvider(alice)
    const page = await open(pathOf('alice'))
    const path = pathOf('alice')
    await act('alice', 'approve')
    expect(alertOf(await admin.press(page, `${path}/reject`))).toContain('was changed in the meantime')
    expect(account('alice')?.state).toBe('active')

    await stage.signInWithProvider(bob)
    const answer = await act('bob', 'reject')
    expect([answer.url.pathname, noticeOf(answer)]).toEqual(['/admin/users', 'Rejected: bob.'])
    expect(account('bob')).toBeUndefined()
  })
})

describe('a user', () => {
  test.each([
    ['block', 'blocked'],
    ['deactivate', 'deactivated'],
  ])(
    '%s: the sessions of the user end at once, and stay ended when the user is active again',
    async (action, state) => {
      const carol = new Browser()
      await stage.signInWithPassword('carol', password, carol)
      await act('carol', action)
      expect(account('carol')?.state).toBe(state)
      expect((await carol.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
      await act('carol', state === 'blocked' ? 'unblock' : 'activate')
      expect((await carol.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    },
  )

  test('a blocked user can sign in only after an administrator unblocks the account', async () => {
    await act('carol', 'block')
    expect(alertOf(await stage.signInWithPassword('carol', password))).toBe('Your account has been blocked.')
    await act('carol', 'unblock')
    expect(textOf(await stage.signInWithPassword('carol', password), 'username')).toBe('@carol')
  })

  test('an administrator signs a user out everywhere', async () => {
    const browsers = [new Browser(), new Browser()]
    for (const browser of browsers) await stage.signInWithPassword('carol', password, browser)
    expect(textOf(await open(pathOf('carol')), 'sessions')).toBe('2 browsers')
    await act('carol', 'sign-out')
    for (const browser of browsers) expect((await browser.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect((await open('/admin')).status).toBe(200)
  })

  test('an administrator makes a user external and administrator, and reverts both', async () => {
    await act('carol', 'make-external')
    await act('carol', 'make-admin')
    expect(account('carol')).toMatchObject({ external: 1, admin: 1 })
    await act('carol', 'make-internal')
    await act('carol', 'revoke-admin')
    expect(account('carol')).toMatchObject({ external: 0, admin: 0 })
  })

  test('an administrator cannot block themselves or another administrator', async () => {
    for (const action of ['block', 'deactivate', 'reject'])
      expect(alertOf(await actAnyway('dora', action))).toBe('You cannot do this to your own account.')
    expect(alertOf(await actAnyway('dora', 'revoke-admin'))).toBe('You cannot revoke your own role of administrator.')
    await promote('carol')
    for (const action of ['block', 'deactivate', 'reject'])
      expect(alertOf(await actAnyway('carol', action))).toContain('carol is an administrator. Revoke that role first.')
    expect(account('dora')).toEqual({ state: 'active', admin: 1, external: 0 })
    expect(account('carol')?.state).toBe('active')
  })

  test('one administrator stays when two revoke the role of each other at the same time', async () => {
    await promote('carol')
    const carol = new Browser()
    await stage.signInWithPassword('carol', password, carol)
    const pages = [await open(pathOf('carol')), await open(pathOf('dora'), carol)] as const
    await Promise.all([
      admin.press(pages[0], `${pathOf('carol')}/revoke-admin`, {}, false),
      carol.press(pages[1], `${pathOf('dora')}/revoke-admin`, {}, false),
    ])
    expect(stage.sql('SELECT id FROM accounts WHERE admin = 1')).toHaveLength(1)
  })

  test('the command line cannot demote the last administrator', async () => {
    expect(() => command('demote', 'dora')).toThrow('dora is the last administrator. Promote another user first.')
    expect(() => command('promote', 'nobody')).toThrow('There is no account with the username nobody.')
    expect(command('promote', 'CAROL')).toBe('carol is now an administrator.\n')
    expect(command('demote', 'dora')).toBe('dora is no longer an administrator.\n')
  })

  test('an account is removed only when the administrator types its username', async () => {
    expect(alertOf(await act('carol', 'remove', { username: 'Carol' }))).toContain('was not removed')
    expect(account('carol')).toBeDefined()
    expect(noticeOf(await act('carol', 'remove', { username: 'carol' }))).toBe('Removed: carol.')
    expect(account('carol')).toBeUndefined()
  })
})

describe('identities', () => {
  const uids = () => stage.sql<{ uid: string; trusted: number }>('SELECT uid, trusted FROM identities')

  test('an added identity signs in, a changed one signs in with the new uid only, a removed one does not sign in', async () => {
    await act('carol', 'identities/add', { provider: 'cognito', extern_uid: alice.sub })
    const carol = new Browser()
    expect(textOf(await stage.signInWithProvider(alice, carol), 'username')).toBe('@carol')
    await act('carol', 'identities/cognito/change', { extern_uid: bob.sub })
    expect((await carol.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect(textOf(await stage.signInWithProvider({ ...bob, email: 'c@example.com' }), 'username')).toBe('@carol')
    await act('carol', 'identities/cognito/remove')
    expect(uids()).toEqual([])
  })

  test('a distrusted identity does not sign in, and its sessions end', async () => {
    await act('carol', 'identities/add', { provider: 'cognito', extern_uid: alice.sub })
    const carol = new Browser()
    await stage.signInWithProvider(alice, carol)
    await act('carol', 'identities/cognito/distrust')
    expect((await carol.get(`${stage.url}/`)).url.pathname).toBe('/users/sign_in')
    expect(alertOf(await stage.signInWithProvider(alice))).toContain('has been disabled for security reasons')
    await act('carol', 'identities/cognito/trust')
    expect(textOf(await stage.signInWithProvider(alice), 'username')).toBe('@carol')
  })

  test('an identity is refused when it is taken, blank or unknown, or was changed in the meantime', async () => {
    await act('carol', 'identities/add', { provider: 'cognito', extern_uid: alice.sub })
    expect(
      alertOf(await act('dora', 'identities/add', { provider: 'cognito', extern_uid: alice.sub.toUpperCase() })),
    ).toContain('has already been taken')
    expect(alertOf(await act('dora', 'identities/add', { provider: 'cognito', extern_uid: '\u200b' }))).toContain(
      "can't be blank",
    )
    expect(alertOf(await act('dora', 'identities/add', { provider: 'other', extern_uid: 'x' }))).toContain(
      'Choose a configured',
    )
    const page = await open(pathOf('carol'))
    await act('carol', 'identities/cognito/change', { extern_uid: 'second' })
    const late = { fields: { extern_uid: 'third' } }
    const path = `${pathOf('carol')}/identities/cognito/change`
    expect(alertOf(await admin.press(page, path, late))).toContain('Nothing was changed')
    expect(uids()).toEqual([{ uid: 'second', trusted: 1 }])
  })
})

describe('providers', () => {
  const toggle = async () => admin.press(await open('/admin/providers'), '/admin/providers/cognito')

  test('case 174: a provider that is switched off has no button and does not sign in, but can be connected', async () => {
    await act('carol', 'identities/add', { provider: 'cognito', extern_uid: bob.sub })
    const begun = new Browser()
    const page = await begun.get(`${stage.url}/users/sign_in`)
    expect(textOf(await toggle(), 'switch')).toBe('Off')
    expect((await new Browser().get(`${stage.url}/users/sign_in`)).text).not.toContain('cognito-sign-in-button')
    stage.provider.person = bob
    expect(alertOf(await begun.press(page, '/users/auth/cognito'))).toBe('Signing in using Cognito has been disabled')

    stage.provider.person = alice
    await admin.press(await open('/-/profile/account'), '/users/auth/cognito')
    expect(stage.sql(`SELECT * FROM identities WHERE account_id = ${idOf('dora')}`)).toHaveLength(1)

    expect(textOf(await toggle(), 'switch')).toBe('On')
    expect(textOf(await stage.signInWithProvider(bob), 'username')).toBe('@carol')
  })

  test('the sign-in page does not ask for configuration when all providers are switched off', async () => {
    await toggle()
    const { text } = await new Browser().get(`${stage.url}/users/sign_in`)
    expect(text).not.toContain('providers-form')
    expect(text).not.toContain('No sign-in provider is configured')
  })

  test('the page shows the redirect URI, the URL of the provider, and the line in the file', async () => {
    const page = await open('/admin/providers')
    expect(textOf(page, 'redirect-uri')).toBe(`${stage.url}/users/auth/cognito/callback`)
    expect(page.text).toContain(`${stage.provider.url}/login`)
    expect(page.text).toContain('gitlab.rb:5')
    expect(page.text).not.toContain('CLIENT SECRET')
  })

  test('auto sign-in does not use a provider that is switched off', async () => {
    stage.configure({ more: "gitlab_rails['omniauth_auto_sign_in_with_provider'] = 'cognito'" })
    await stage.restart()
    admin = new Browser()
    const page = await admin.get(`${stage.url}/users/sign_in?auto_sign_in=false`)
    await admin.press(page, '/users/sign_in', { fields: { 'user[login]': 'dora', 'user[password]': password } })
    await toggle()
    const answer = await new Browser().get(`${stage.url}/users/sign_in`)
    expect([answer.status, answer.url.pathname]).toEqual([200, '/users/sign_in'])
  })
})

test('the page of settings shows values in force, defaults, lines and warnings', async () => {
  stage.configure({
    blockAutoCreatedUsers: true,
    more: "gitlab_rails['omniauth_sync_email_from_provider'] = 'cognito'",
  })
  await stage.restart()
  admin = new Browser()
  await stage.signInWithPassword('dora', password, admin)
  const { text } = await open('/admin/settings')
  const row = (setting: string) =>
    text
      .match(new RegExp(`data-testid="setting-${setting}">([\\s\\S]*?)</tr>`))?.[1]
      ?.match(/<td[\s\S]*?<\/td>/g)
      ?.map((cell) => cell.replace(/<[^>]+>/g, ''))
  expect(row('allow_single_sign_on')).toEqual(['cognito', 'false', 'gitlab.rb:1'])
  expect(row('block_auto_created_users')).toEqual(['true', 'true', 'gitlab.rb:2'])
  expect(row('sync_profile_from_provider')).toEqual(['cognito', 'false', 'gitlab.rb:3'])
  expect(row('auto_link_user')).toEqual(['false', 'false', 'default'])
  expect(row('providers')).toEqual(['cognito', 'none', 'gitlab.rb:4'])
  expect(text).toContain('omniauth_auto_link_user')
  expect(text).toMatch(/data-testid="warning">[^<]*id_path/)
})

test('search and filter find users, in pages', async () => {
  for (let count = 0; count < 21; count++)
    stage.sql(
      `INSERT INTO accounts (username, email, email_verified, name, state, admin, external, created_at)
       VALUES ('u${count}', 'u${count}@example.com', 0, 'User ${count}', 'active', 0, ${count % 2}, 0)`,
    )
  const names = ({ text }: Page) => [...text.matchAll(/<span class="quiet">@(\w+) /g)].map(([, name]) => name)
  const first = await open('/admin/users')
  expect(names(first)).toHaveLength(20)
  const next = first.text.match(/href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(names(await open(next))).toEqual(['u0', 'carol', 'dora'])
  expect(names(await open('/admin/users?search=CAR'))).toEqual(['carol'])
  expect(names(await open('/admin/users?filter=admins'))).toEqual(['dora'])
  expect(names(await open('/admin/users?filter=external'))).toHaveLength(10)
  expect(names(await open('/admin/users?filter=external&search=u1'))).toEqual(['u19', 'u17', 'u15', 'u13', 'u11', 'u1'])
  expect(names(await open('/admin/users?provider=cognito'))).toEqual([])
  expect((await open('/admin/users?search=a&search=b')).status).toBe(200)
})

test('a change and its entry in the list of actions are stored together; the 500 page shows no details', async () => {
  stage.sql(`CREATE TRIGGER full BEFORE INSERT ON admin_actions BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
  await act('carol', 'identities/add', { provider: 'cognito', extern_uid: 'x' })
  for (const action of ['block', 'make-admin', 'remove']) {
    const { status, text } = await act('carol', action, { username: 'carol' })
    expect([action, status, text.includes('disk')]).toEqual([action, 500, false])
  }
  const toggled = await admin.press(await open('/admin/providers'), '/admin/providers/cognito')
  expect(toggled.status).toBe(500)
  expect(account('carol')).toEqual({ state: 'active', admin: 0, external: 0 })
  expect(stage.sql('SELECT * FROM identities')).toEqual([])
  expect(stage.sql('SELECT * FROM disabled_providers')).toEqual([])
})

describe('a user who lost phone and recovery codes', () => {
  const signIn = (browser: Browser) => stage.signInWithPassword('carol', password, browser)
  beforeEach(async () => {
    const carol = new Browser()
    await signIn(carol)
    await stage.addTwoFactor(carol, password)
  })

  test('can sign in after an administrator disables the second factor; administrators cannot disable their own', async () => {
    await act('carol', 'disable-two-factor')
    expect(textOf(await signIn(new Browser()), 'username')).toBe('@carol')
    expect((await open(pathOf('carol'))).text).not.toContain('disable-two-factor')
    await stage.addTwoFactor(admin, password)
    expect((await open(pathOf('dora'))).text).not.toContain('/disable-two-factor')
    expect(alertOf(await actAnyway('dora', 'disable-two-factor'))).toContain('in your user settings')
    expect((await open('/admin/actions')).text).toContain('disabled two-factor authentication: <strong>carol</strong>')
  })

  test('can sign in after the command line disables the second factor; the list of actions shows it', async () => {
    const waiting = new Browser()
    expect((await signIn(waiting)).url.pathname).toBe('/users/sign_in/two_factor')
    expect(command('disable-two-factor', 'carol')).toContain('without a second factor')
    expect(command('disable-two-factor', 'carol')).toContain('has no second factor')
    expect(stage.sql('SELECT * FROM recovery_codes')).toEqual([])
    expect(textOf(await signIn(new Browser()), 'username')).toBe('@carol')
    expect(stage.sql('SELECT actor, action, subject FROM admin_actions ORDER BY id DESC LIMIT 1')).toEqual([
      { actor: 'the command line', action: 'disabled two-factor authentication', subject: 'carol' },
    ])
  })
})

test('the pages of user settings link to the admin area for administrators only', async () => {
  const carol = new Browser()
  await stage.signInWithPassword('carol', password, carol)
  for (const path of ['/', '/-/user_settings/profile', '/-/profile/account']) {
    expect((await open(path)).text).toContain('data-testid="admin-link"')
    expect((await open(path, carol)).text).not.toContain('data-testid="admin-link"')
  }
})

test('the list of actions and the log show each action and its administrator', async () => {
  await act('carol', 'block')
  await actAnyway('dora', 'block')
  const { text } = await open('/admin/actions')
  expect([...text.matchAll(/<strong>([^<]+)<\/strong> ([a-z ]+): /g)].map(([, who, what]) => [who, what])).toEqual([
    ['dora', 'blocked'],
    ['the command line', 'made administrator'],
  ])
  expect(text).toContain('<strong>dora</strong> blocked: <strong>carol</strong>')
  expect(stage.logged.filter((line) => line.includes('admin-action'))).toHaveLength(1)
})

test('every page escapes markup in names [A110]', async () => {
  const hostile = '<script>alert(1)</script>"'
  stage.sql(`UPDATE accounts SET name = '${hostile}' WHERE username = 'carol'`)
  stage.sql(`INSERT INTO admin_actions (at, actor, action, subject) VALUES (0, 'dora', 'blocked', '${hostile}')`)
  await act('carol', 'identities/add', { provider: 'cognito', extern_uid: hostile })
  for (const path of [
    '/admin',
    '/admin/users',
    pathOf('carol'),
    '/admin/actions',
    `/admin/users?search=${encodeURIComponent(hostile)}`,
  ]) {
    const { status, text } = await open(path)
    expect([path, status, text.includes('<script')]).toEqual([path, 200, false])
  }
})
