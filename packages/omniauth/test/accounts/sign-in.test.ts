import {
  type AccountStore,
  type AuthHash,
  type AuthInfo,
  accountForSignIn,
  completeSignIn,
  type Directory,
  type DirectoryPerson,
  defaultSettings,
  identityOf,
  lockedAttributes,
  type OmniauthSettings,
  type SignInAnswer,
  type SignInRequest,
} from '@poolhouse/omniauth'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databases, type TestDatabase } from './databases.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const auth = (uid: string, info: AuthInfo = {}, provider = 'cognito'): AuthHash => ({
  provider,
  uid,
  info: { email: `${uid.toLowerCase()}@example.com`, ...info },
  credentials: { token: 't', expires: false },
  extra: { raw_info: {} },
})
const open: Partial<OmniauthSettings> = { allowSingleSignOn: true, blockAutoCreatedUsers: false }
const now = 1_700_000_000_000

describe.each(Object.entries(databases))('signing in, with accounts in %s', (_name, start) => {
  let database: TestDatabase
  let store: AccountStore
  beforeEach(async () => {
    database = await start()
    store = await database.open()
  })
  afterEach(() => database.end())

  const signIn = (
    hash: AuthHash,
    {
      settings = {},
      directory,
      on = store,
      ...request
    }: Partial<SignInRequest> & {
      settings?: Partial<OmniauthSettings>
      directory?: Directory
      on?: AccountStore
    } = {},
  ): Promise<SignInAnswer> => {
    const services = { store: on, settings: { ...defaultSettings, ...open, ...settings }, clock: () => now, directory }
    return accountForSignIn(services, { auth: hash, ...request })
  }
  const accountOf = (answer: SignInAnswer) => {
    if (answer.outcome !== 'signed-in' && answer.outcome !== 'linked') throw new Error(JSON.stringify(answer))
    return answer.account
  }
  const allAccounts = async () => (await store.list({ limit: 100 })).accounts
  const local = async (username: string, email: string, emailVerified = true) => {
    const made = await store.create(
      { username, email, emailVerified, name: username, state: 'active', identities: [] },
      1,
    )
    if (made.outcome === 'taken') throw new Error(made.what)
    return made.account
  }

  test('a new person gets an account, and the same one at the next sign-in, also with another letter case of the uid', async () => {
    const first = await signIn(auth('Jane', { name: 'Jane Doe' }))
    expect(first).toMatchObject({ outcome: 'signed-in', isNew: true, linked: false, bypassesTwoFactor: false })
    expect(accountOf(first)).toMatchObject({ username: 'jane', name: 'Jane Doe', state: 'active', createdAt: now })
    expect(await signIn(auth('JANE', { email: 'other@example.com' }))).toEqual({
      outcome: 'signed-in',
      account: accountOf(first),
      isNew: false,
      linked: false,
      bypassesTwoFactor: false,
    })
  })

  test('an external provider creates external accounts, and a later sign-in does not change this (case 167)', async () => {
    const external = accountOf(await signIn(auth('ext'), { settings: { externalProviders: ['cognito'] } }))
    const internal = accountOf(await signIn(auth('int')))
    expect([external.external, internal.external]).toEqual([true, false])
    expect(accountOf(await signIn(auth('ext'))).external).toBe(true)
    expect(accountOf(await signIn(auth('int'), { settings: { externalProviders: ['cognito'] } })).external).toBe(false)
  })

  test('a new account waits for approval, and is not blocked again later (case 168)', async () => {
    const settings = { blockAutoCreatedUsers: true }
    const refused = await signIn(auth('jane'), { settings })
    expect(refused).toMatchObject({
      outcome: 'refused',
      reason: 'blocked_pending_approval',
      account: { username: 'jane', state: 'blocked_pending_approval' },
    })
    expect(await signIn(auth('jane'), { settings })).toEqual({ outcome: 'refused', reason: 'blocked_pending_approval' })
    const [account] = await allAccounts()
    await store.setState(account?.id ?? '', { from: ['blocked_pending_approval'], to: 'active' })
    expect(await signIn(auth('jane'), { settings })).toMatchObject({ outcome: 'signed-in', isNew: false })
  })

  test('a username that is taken or reserved gets a number (case 169)', async () => {
    const usernames = []
    for (let index = 0; index < 7; index++)
      usernames.push(
        accountOf(await signIn(auth(`p${index}`, { nickname: '-john+gitlab-ETC%.git@gmail.com' }))).username,
      )
    expect(usernames).toEqual([
      'johngitlab-ETC',
      ...[1, 2, 3, 4].map((count) => `johngitlab-ETC${count}`),
      `johngitlab-ETC${now}`,
      `johngitlab-ETC${now + 1}`,
    ])
    expect(accountOf(await signIn(auth('boss', { nickname: 'admin@othermail.com' }))).username).toBe('admin1')
    const claimed = { providers: [{ name: 'cognito', gitlab_username_claim: 'preferred' }] }
    const hash = auth('claims', { nickname: 'nick', preferred: 'preferred-name' })
    expect(accountOf(await signIn(hash, { settings: claimed })).username).toBe('preferred-name')
  })

  test('a person without an address gets a temporary one that no other account has', async () => {
    const emails = []
    for (const uid of ['a', 'b', 'c'])
      emails.push(accountOf(await signIn(auth(uid, { email: null, nickname: 'jo' }))).email)
    expect(emails).toEqual(['', '1', '2'].map((count) => `temp-email-for-oauth-jo${count}@gitlab.localhost`))
    await local('squatter', 'temp-email-for-oauth-jo3@gitlab.localhost')
    const next = accountOf(await signIn(auth('d', { email: null, nickname: 'jo' })))
    expect(next).toMatchObject({ email: 'temp-email-for-oauth-jo4@gitlab.localhost', emailVerified: false })
  })

  test('the result says whether a second factor is required (case 172)', async () => {
    const settings = { allowBypassTwoFactor: ['cognito'] }
    expect(await signIn(auth('jane'), { settings })).toMatchObject({ bypassesTwoFactor: true })
    expect(await signIn(auth('jane', {}, 'github'), { settings })).toMatchObject({ outcome: 'invalid' })
    expect(await signIn(auth('joe', {}, 'github'), { settings })).toMatchObject({ bypassesTwoFactor: false })
  })

  test('a disabled provider signs nobody in, but can be linked (case 174)', async () => {
    const { id } = accountOf(await signIn(auth('jane')))
    const disabledProviders = ['cognito']
    expect(await signIn(auth('jane'), { disabledProviders })).toEqual({
      outcome: 'refused',
      reason: 'provider_disabled',
    })
    expect(await signIn(auth('new'), { disabledProviders })).toEqual({
      outcome: 'refused',
      reason: 'provider_disabled',
    })
    expect(await allAccounts()).toHaveLength(1)
    await store.unlink(id, 'cognito')
    expect(await signIn(auth('jane'), { disabledProviders, signedInAs: id })).toMatchObject({ outcome: 'linked' })
  })

  test('a signed-in person gets the identity: changed, then exists, and the identity of another person is refused (case 175)', async () => {
    const one = await local('one', 'one@example.com')
    const two = await local('two', 'two@example.com')
    const settings = { allowSingleSignOn: false }
    const link = (signedInAs: string, uid: string) => signIn(auth(uid), { settings, signedInAs })
    expect(await link(one.id, 'A')).toEqual({ outcome: 'linked', account: one, change: 'changed' })
    expect(await link(one.id, 'a')).toEqual({ outcome: 'linked', account: one, change: 'exists' })
    expect(await link(two.id, 'a')).toEqual({ outcome: 'refused', reason: 'uid_taken' })
    expect(await link(one.id, 'b')).toEqual({ outcome: 'refused', reason: 'provider_linked' })
    expect(await signIn(auth('a'), { settings })).toMatchObject({ outcome: 'signed-in', account: { id: one.id } })
    expect(await store.identities(two.id)).toEqual([])
  })

  test('an address that is taken, malformed or too long gives no account (case 176)', async () => {
    await local('jane', 'Jane@Example.com')
    const invalid = async (email: string) => {
      const answer = await signIn(auth('new', { email }))
      return answer.outcome === 'invalid' ? answer.reasons : answer
    }
    expect(await invalid('JANE@example.com')).toEqual(['Email has already been taken'])
    expect(await invalid('nobody')).toEqual(['Email is invalid'])
    expect(await invalid(`${'a'.repeat(243)}@example.com`)).toEqual([
      'Identity provider email must be 254 characters or less',
    ])
    expect(await allAccounts()).toHaveLength(1)
  })

  describe('auto_link_user [A117]', () => {
    const settings = { autoLinkUser: ['cognito'] }
    const jane = { email: 'JANE@example.com', email_verified: 'true' }

    test('links an identity to the account with its verified address, permanently', async () => {
      const { id } = await local('jane', 'jane@example.com')
      expect(await signIn(auth('s1', jane), { settings })).toMatchObject({
        linked: true,
        isNew: false,
        account: { id },
      })
      expect(await signIn(auth('s1', { email: 'changed@example.com' }))).toMatchObject({
        linked: false,
        account: { id },
      })
    })

    // GitLab would give the account to the second person and lock the first one out.
    test('a second person with that address does not get the account', async () => {
      const { id } = await local('jane', 'jane@example.com')
      await signIn(auth('s1', jane), { settings })
      expect(await signIn(auth('s2', jane), { settings })).toEqual({ outcome: 'refused', reason: 'other_uid' })
      expect(await store.identities(id)).toMatchObject([{ uid: 's1' }])
    })

    test.each([
      '\u212Aate@example.com',
      'kate@exampl\u0435.com',
      'k\u0430te@example.com',
      'ka\u200Bte@example.com',
      'kate@\uFF45xample.com',
      '\uFF4Bate@example.com',
    ])('an address that only looks the same links nothing: %j', async (email) => {
      const { id } = await local('kate', 'kate@example.com')
      const answer = await signIn(auth('mallory', { email, email_verified: true }), { settings })
      expect(answer.outcome === 'signed-in' ? answer.account.id : undefined).not.toBe(id)
      expect(await store.identities(id)).toEqual([])
    })

    test('an account with an unverified synced address is not linked', async () => {
      const sync = { syncProfileFromProvider: ['github'], allowSingleSignOn: true }
      await signIn(auth('mallory', {}, 'github'))
      const mallory = accountOf(
        await signIn(auth('mallory', { email: 'jane@example.com' }, 'github'), { settings: sync }),
      )
      expect(mallory).toMatchObject({ email: 'jane@example.com', emailVerified: false })
      expect(await signIn(auth('s1', jane), { settings })).toEqual({
        outcome: 'invalid',
        reasons: ['Email has already been taken'],
      })
    })
  })

  test('profile sync locks the synced attributes until another sign-in or an unlinking (case 170)', async () => {
    const settings = {
      syncProfileFromProvider: ['cognito'],
      syncProfileAttributes: ['name', 'email', 'location'] as const,
    }
    const all = { ...defaultSettings, ...settings }
    const first = accountOf(await signIn(auth('jane', { name: 'Jane', address: 'Oslo' }), { settings }))
    expect(first).toMatchObject({ location: 'Oslo' })
    expect(lockedAttributes(first, all)).toEqual(['name', 'email', 'location'])
    const second = accountOf(await signIn(auth('jane', { name: 'Jane Roe', email: 'roe@example.com' }), { settings }))
    expect(second).toMatchObject({ id: first.id, name: 'Jane Roe', email: 'roe@example.com', location: 'Oslo' })
    expect(lockedAttributes(second, all)).toEqual(['name', 'email'])
    await local('other', 'other@example.com')
    const third = accountOf(await signIn(auth('jane', { name: 'Jane', email: 'OTHER@example.com' }), { settings }))
    expect(third).toMatchObject({ name: 'Jane', email: 'roe@example.com' })
    expect(lockedAttributes(third, all)).toEqual(['name'])
    await store.unlink(first.id, 'cognito')
    expect((await store.find(first.id))?.synced).toBeUndefined()
  })

  test('a completed sign-in records its time and activates a deactivated account, but not a blocked or removed one', async () => {
    const { id } = accountOf(await signIn(auth('jane')))
    const complete = () => completeSignIn({ store, clock: () => now + 5 }, id)
    expect(await complete()).toMatchObject({
      outcome: 'completed',
      reactivated: false,
      account: { lastSignInAt: now + 5 },
    })
    await store.setState(id, { from: ['active'], to: 'deactivated' })
    expect(await signIn(auth('jane'))).toMatchObject({ outcome: 'signed-in', account: { state: 'deactivated' } })
    expect(await complete()).toMatchObject({ outcome: 'completed', reactivated: true, account: { state: 'active' } })
    await store.setState(id, { from: ['active'], to: 'blocked_pending_approval' })
    expect(await complete()).toEqual({ outcome: 'refused', reason: 'blocked_pending_approval' })
    await store.setState(id, { from: ['blocked_pending_approval'], to: 'blocked' })
    expect(await complete()).toEqual({ outcome: 'refused', reason: 'blocked' })
    await store.remove(id)
    expect(await complete()).toEqual({ outcome: 'refused', reason: 'blocked' })
  })

  describe('auto_link_ldap_user', () => {
    const settings = { allowSingleSignOn: false, autoLinkLdapUser: true }
    const person = (changes: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
      provider: 'ldapmain',
      dn: 'uid=jdoe,dc=example',
      username: 'jdoe',
      name: 'Jane Doe',
      email: 'jdoe@corp.example',
      blockAutoCreatedUsers: false,
      ...changes,
    })
    const directoryOf = (...answers: [keyof never | string, string, DirectoryPerson][]) => {
      const asked: string[] = []
      const directory: Directory = {
        find: async (by) => {
          const [[what = '', value] = []] = Object.entries(by)
          asked.push(`${what} ${value}`)
          return answers.find(([key, wanted]) => key === what && wanted === value)?.[2]
        },
      }
      return { asked, directory }
    }

    test('searches by uid, then by a verified address, then by the uid as a DN', async () => {
      const { asked, directory } = directoryOf()
      expect(await signIn(auth('x', { email_verified: true }), { settings, directory })).toEqual({
        outcome: 'refused',
        reason: 'sign_up_disabled',
      })
      expect(asked).toEqual(['uid x', 'email x@example.com', 'dn x'])
      asked.length = 0
      // GitLab searches by any address: a person who enters a colleague's address at the provider would get the
      // colleague's account.
      await signIn(auth('x'), { settings, directory })
      expect(asked).toEqual(['uid x', 'dn x'])
    })

    test('creates the person`s account with both identities', async () => {
      const { directory } = directoryOf(['uid', 'jdoe', person()])
      const made = await signIn(auth('jdoe', { name: 'Somebody' }), { settings, directory })
      expect(accountOf(made)).toMatchObject({
        username: 'jdoe',
        name: 'Jane Doe',
        email: 'jdoe@corp.example',
        synced: { provider: 'ldapmain', attributes: ['name', 'email'] },
      })
      const { id } = accountOf(made)
      const byDirectory = auth('UID=jdoe,dc=example', { email: null }, 'ldapmain')
      expect(await signIn(byDirectory, { settings })).toMatchObject({ outcome: 'signed-in', account: { id } })
    })

    test('finds the person`s account and links it', async () => {
      const { id } = await local('jdoe', 'jdoe@corp.example')
      await store.link({ accountId: id, identity: identityOf({ provider: 'ldapmain', uid: person().dn }) }, 1)
      const { directory } = directoryOf(['email', 's1@example.com', person()])
      const answer = await signIn(auth('s1', { email_verified: true }), { settings, directory })
      expect(answer).toMatchObject({ linked: true, account: { id } })
      expect((await store.identities(id)).map(({ provider }) => provider)).toEqual(['cognito', 'ldapmain'])
    })
  })

  describe('20 callbacks at once [A117]', () => {
    const crowd = 20
    const all = async (callback: (on: AccountStore, index: number) => Promise<SignInAnswer>) => {
      const opened = await Promise.all(Array.from({ length: 4 }, () => database.open()))
      return Promise.all(
        Array.from({ length: crowd }, (_, index) => callback(opened[index % opened.length] ?? store, index)),
      )
    }

    test('of one new person create one account, and all get it', async () => {
      const answers = await all((on, index) => signIn(auth(index % 2 ? 'JANE' : 'jane'), { on }))
      const [account] = await allAccounts()
      expect(new Set(answers.map((answer) => accountOf(answer).id))).toEqual(new Set([account?.id]))
      expect(answers.filter((answer) => answer.outcome === 'signed-in' && answer.isNew)).toHaveLength(1)
      expect(await allAccounts()).toHaveLength(1)
    })

    test.each(['findByIdentity', 'findByEmail'] as const)(
      'get the account that another callback created after %s',
      async (look) => {
        const other = vi.fn(() => signIn(auth('jane')))
        const slow: AccountStore = {
          ...store,
          async [look](key: never) {
            const found = await store[look](key)
            if (other.mock.calls.length === 0) await other()
            return found
          },
        }
        const account = accountOf(await signIn(auth('jane'), { on: slow }))
        expect(other).toHaveBeenCalledOnce()
        expect(await allAccounts()).toEqual([account])
      },
    )

    test('of people with the same username give each a different one', async () => {
      await all((on, index) => signIn(auth(`p${index}`, { nickname: 'same' }), { on }))
      expect(new Set((await allAccounts()).map(({ username }) => username)).size).toBe(crowd)
    })

    test('of people with the same verified address, with linking on, give one the account and refuse the others', async () => {
      const { id } = await local('jane', 'jane@example.com')
      const info = { email: 'jane@example.com', email_verified: true }
      const answers = await all((on, index) =>
        signIn(auth(`s${index}`, info), { on, settings: { autoLinkUser: true } }),
      )
      expect(answers.filter(({ outcome }) => outcome === 'signed-in')).toHaveLength(1)
      expect(answers.filter((answer) => answer.outcome === 'refused' && answer.reason === 'other_uid')).toHaveLength(
        crowd - 1,
      )
      expect(await store.identities(id)).toHaveLength(1)
      expect(await allAccounts()).toHaveLength(1)
    })

    test('that link one identity to 20 accounts give it to one', async () => {
      const ids: string[] = []
      for (let index = 0; index < crowd; index++) ids.push((await local(`p${index}`, `p${index}@example.com`)).id)
      const answers = await all((on, index) => signIn(auth('one'), { on, signedInAs: ids[index] ?? '' }))
      expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['linked', ...Array(crowd - 1).fill('refused')])
    })
  })
})
