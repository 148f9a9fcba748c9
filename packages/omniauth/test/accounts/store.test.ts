import { DatabaseSync } from 'node:sqlite'
import { type AccountStore, type AccountToCreate, identityOf } from '@poolhouse/omniauth'
import { sqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databases, type TestDatabase } from './databases.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const cognito = (uid: string) => identityOf({ provider: 'cognito', uid })
const jane = (changes: Partial<AccountToCreate> = {}): AccountToCreate => ({
  username: 'Jane',
  email: 'Jane@Example.com',
  emailVerified: true,
  name: 'Jane Doe',
  state: 'active',
  identities: [cognito('Sub-1')],
  ...changes,
})
const person = (name: string, changes: Partial<AccountToCreate> = {}) =>
  jane({ username: name, email: `${name}@example.com`, name, identities: [cognito(`sub-${name}`)], ...changes })

describe.each(Object.entries(databases))('accounts in %s', (_name, start) => {
  let database: TestDatabase
  let store: AccountStore
  beforeEach(async () => {
    database = await start()
    store = await database.open()
  })
  afterEach(() => database.end())

  const make = async (wished: AccountToCreate) => {
    const made = await store.create(wished, 1000)
    if (made.outcome !== 'created') throw new Error(`taken: ${made.what}`)
    return made.account
  }

  test('an account can be found by each of its names, as it was created', async () => {
    const account = await make(
      jane({ location: 'Oslo', synced: { provider: 'cognito', attributes: ['name', 'email'] } }),
    )
    expect(account).toEqual({
      id: expect.stringMatching(/^\d+$/),
      username: 'Jane',
      email: 'Jane@Example.com',
      emailVerified: true,
      name: 'Jane Doe',
      location: 'Oslo',
      organization: undefined,
      jobTitle: undefined,
      state: 'active',
      admin: false,
      external: false,
      synced: { provider: 'cognito', attributes: ['name', 'email'] },
      createdAt: 1000,
      lastSignInAt: undefined,
    })
    expect(await store.find(account.id)).toEqual(account)
    expect(await store.findByUsername('jANE')).toEqual(account)
    expect(await store.findByEmail('jane@EXAMPLE.com')).toEqual(account)
    expect(await store.findByIdentity(cognito('sUB-1'))).toEqual({ account, trusted: true })
    expect(await store.identities(account.id)).toEqual([
      { ...cognito('Sub-1'), accountId: account.id, trusted: true, createdAt: 1000 },
    ])
  })

  test('a missing account is a result, not an error', async () => {
    for (const id of ['1', '0', '-1', '', 'x', '1.5', '1e3', '9'.repeat(40), "1' OR '1'='1"]) {
      expect(await store.find(id)).toBeUndefined()
      expect(await store.identities(id)).toEqual([])
      expect(await store.update(id, { name: 'X' })).toEqual({ outcome: 'not_found' })
      expect(await store.setState(id, { from: ['active'], to: 'blocked' })).toBe(false)
      expect(await store.setAdmin(id, true)).toBe('not_found')
      expect(await store.setAdmin(id, false)).toBe('not_found')
      expect(await store.recordSignIn(id, 1)).toBeUndefined()
      expect(await store.link({ accountId: id, identity: cognito('x') }, 1)).toBe('not_found')
      expect(await store.unlink(id, 'cognito')).toBe(false)
      expect(await store.remove(id)).toBe(false)
    }
    expect(await store.findByEmail('nobody\0@example.com')).toBeUndefined()
    expect(await store.findByUsername('nobody')).toBeUndefined()
    expect(await store.list({ search: 'no\0body' })).toEqual({ accounts: [], next: undefined })
  })

  test('a conflict names what is taken, identity before address before username, and creates nothing', async () => {
    const { id } = await make(jane())
    expect(await store.create(jane(), 1)).toEqual({ outcome: 'taken', what: 'identity' })
    expect(await store.create(person('other', { identities: [cognito('SUB-1')] }), 1)).toEqual({
      outcome: 'taken',
      what: 'identity',
    })
    expect(await store.create(person('other', { email: 'JANE@example.com' }), 1)).toEqual({
      outcome: 'taken',
      what: 'email',
    })
    expect(await store.create(person('JANE', { email: 'free@example.com' }), 1)).toEqual({
      outcome: 'taken',
      what: 'username',
    })
    const two = [identityOf({ provider: 'ldapmain', uid: 'uid=o' }), cognito('sub-1')]
    expect(await store.create(person('other', { identities: two }), 1)).toEqual({ outcome: 'taken', what: 'identity' })
    expect((await store.list({})).accounts.map((account) => account.id)).toEqual([id])
    expect(await store.create(person('other'), 1)).toMatchObject({ outcome: 'created' })
  })

  test.each([
    ['the letter case of a letter outside of ASCII', 'k@example.com', '\u212A@example.com'],
    ['a dotless i', 'i@example.com', '\u0131@example.com'],
    ['a capital I with a dot', 'i@example.com', '\u0130@example.com'],
    ['a long s', 's@example.com', '\u017F@example.com'],
    ['a Cyrillic a', 'a@example.com', '\u0430@example.com'],
    ['a full-width letter', 'a@example.com', '\uFF41@example.com'],
    ['the other Unicode normal form', '\u00E9@example.com', 'e\u0301@example.com'],
    ['another letter case of a letter outside of ASCII', '\u00E9@example.com', '\u00C9@example.com'],
    ['an invisible character', 'ab@example.com', 'a\u200Bb@example.com'],
    ['a soft hyphen', 'ab@example.com', 'a\u00ADb@example.com'],
  ])('%s gives another address and another uid, never the same person [A117]', async (_what, one, other) => {
    const first = await make(person('first', { email: one, identities: [cognito(one)] }))
    expect(await store.findByEmail(other)).toBeUndefined()
    expect(await store.findByIdentity(cognito(other))).toBeUndefined()
    const second = await make(person('second', { email: other, identities: [cognito(other)] }))
    expect((await store.findByEmail(one))?.id).toBe(first.id)
    expect((await store.findByEmail(other))?.id).toBe(second.id)
    expect((await store.findByIdentity(cognito(other)))?.account.id).toBe(second.id)
  })

  test('the database refuses a blank uid too', async () => {
    const { id } = await make(person('only', { identities: [] }))
    for (const uid of ['', ' ', '\t\r\n', '\u00A0'])
      await expect(
        store.link({ accountId: id, identity: { provider: 'cognito', uid, uidKey: uid } }, 1),
      ).rejects.toThrow()
    expect(await store.identities(id)).toEqual([])
  })

  test('linking gives linked, exists, taken or another uid, and never overwrites an identity', async () => {
    const first = await make(person('first', { identities: [] }))
    const second = await make(person('second'))
    expect(await store.link({ accountId: first.id, identity: cognito('A') }, 5)).toBe('linked')
    expect(await store.link({ accountId: first.id, identity: cognito('a') }, 6)).toBe('exists')
    expect(await store.link({ accountId: first.id, identity: cognito('b') }, 7)).toBe('other_uid')
    expect(await store.link({ accountId: second.id, identity: cognito('a') }, 8)).toBe('taken')
    expect(await store.identities(first.id)).toMatchObject([{ uid: 'A', createdAt: 5 }])
  })

  test('linking by an address fails if the account has changed the address in the meantime', async () => {
    const { id } = await make(person('first', { identities: [] }))
    const link = { accountId: id, identity: cognito('A'), whileEmail: 'First@example.com' }
    await store.update(id, { email: 'new@example.com' })
    expect(await store.link(link, 1)).toBe('not_found')
    expect(await store.link({ ...link, whileEmail: 'NEW@example.com' }, 1)).toBe('linked')
  })

  test('unlinking removes the identity and the locks of its provider, and succeeds once', async () => {
    const synced = { provider: 'cognito', attributes: ['email'] } as const
    const { id } = await make(jane({ synced }))
    await store.link({ accountId: id, identity: identityOf({ provider: 'github', uid: '1' }) }, 1)
    expect(await store.unlink(id, 'github')).toBe(true)
    expect((await store.find(id))?.synced).toEqual(synced)
    expect(await store.unlink(id, 'cognito')).toBe(true)
    expect((await store.find(id))?.synced).toBeUndefined()
    expect(await store.unlink(id, 'cognito')).toBe(false)
    expect(await store.findByIdentity(cognito('Sub-1'))).toBeUndefined()
  })

  test('an administrator can change a uid, unless it is taken or was changed in the meantime', async () => {
    const first = await make(person('first'))
    const second = await make(person('second'))
    const change = { provider: 'cognito', from: cognito('sub-first'), to: cognito('Sub-New') }
    expect(await store.changeUid(first.id, { ...change, to: cognito('SUB-second') })).toBe('taken')
    expect(await store.changeUid(first.id, change)).toBe('changed')
    expect(await store.changeUid(first.id, change)).toBe('not_found')
    expect(await store.changeUid(first.id, { ...change, from: cognito('sub-new'), to: cognito('SUB-NEW') })).toBe(
      'changed',
    )
    expect((await store.findByIdentity(cognito('sub-new')))?.account.id).toBe(first.id)
    expect((await store.findByIdentity(cognito('sub-second')))?.account.id).toBe(second.id)
  })

  test('an identity can lose its trust and get it back', async () => {
    const { id } = await make(jane())
    expect(await store.setTrusted(id, { provider: 'cognito', trusted: false })).toBe(true)
    expect((await store.findByIdentity(cognito('sub-1')))?.trusted).toBe(false)
    expect(await store.setTrusted(id, { provider: 'cognito', trusted: true })).toBe(true)
    expect((await store.findByIdentity(cognito('sub-1')))?.trusted).toBe(true)
    expect(await store.setTrusted(id, { provider: 'github', trusted: false })).toBe(false)
  })

  test('an update keeps absent attributes, empties undefined ones, and names what is taken', async () => {
    const { id } = await make(jane({ location: 'Oslo', organization: 'Acme' }))
    await make(person('other'))
    expect(await store.update(id, {})).toMatchObject({ outcome: 'updated', account: { location: 'Oslo' } })
    const changes = { location: undefined, jobTitle: 'Chief', admin: true, external: true, emailVerified: false }
    expect(await store.update(id, changes)).toMatchObject({
      outcome: 'updated',
      account: { ...changes, organization: 'Acme', name: 'Jane Doe', email: 'Jane@Example.com' },
    })
    expect(await store.update(id, { name: 'X', email: 'OTHER@example.com' })).toEqual({
      outcome: 'taken',
      what: 'email',
    })
    expect(await store.update(id, { name: 'X', username: 'OTHER' })).toEqual({ outcome: 'taken', what: 'username' })
    expect((await store.find(id))?.name).toBe('Jane Doe')
    expect(await store.update(id, { email: 'JANE@example.com', username: 'JANE' })).toMatchObject({
      outcome: 'updated',
    })
  })

  test('a state changes only if it has the expected value', async () => {
    const { id } = await make(jane({ state: 'blocked_pending_approval' }))
    const approve = { from: ['blocked_pending_approval'], to: 'active' } as const
    expect(await store.setState(id, { from: ['active', 'deactivated'], to: 'blocked' })).toBe(false)
    expect(await store.setState(id, { from: [], to: 'blocked' })).toBe(false)
    expect(await store.setState(id, approve)).toBe(true)
    expect(await store.setState(id, approve)).toBe(false)
    expect((await store.find(id))?.state).toBe('active')
  })

  test('a sign-in is recorded for an allowed account, and activates a deactivated one', async () => {
    const { id } = await make(jane({ state: 'deactivated' }))
    expect(await store.recordSignIn(id, 7)).toMatchObject({ state: 'active', lastSignInAt: 7 })
    for (const state of ['blocked', 'blocked_pending_approval'] as const) {
      await store.setState(id, { from: ['active', 'blocked'], to: state })
      expect(await store.recordSignIn(id, 8)).toBeUndefined()
    }
    expect(await store.find(id)).toMatchObject({ state: 'blocked_pending_approval', lastSignInAt: 7 })
  })

  test('a removed account releases its names and identities, and its id is never used again', async () => {
    const first = await make(jane())
    expect(await store.remove(first.id)).toBe(true)
    expect(await store.remove(first.id)).toBe(false)
    expect(await store.findByIdentity(cognito('sub-1'))).toBeUndefined()
    const second = await make(jane())
    expect(second.id).not.toBe(first.id)
    expect(await store.identities(second.id)).toHaveLength(1)
  })

  test('the list has pages with the newest first, filters, and a search without patterns', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `p${index}`)
    for (const name of names) await make(person(name))
    await make(person('boss', { admin: true, name: 'Zo\u00EB 100%_x', identities: [] }))
    await make(person('late', { state: 'blocked_pending_approval', external: true }))
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await store.list({ limit: 4, after })
      seen.push(...page.accounts.map(({ username }) => username))
      after = page.next
    } while (after !== undefined)
    expect(seen).toEqual(['late', 'boss', ...names.toReversed()])

    const usernames = async (query: Parameters<AccountStore['list']>[0]) =>
      (await store.list(query)).accounts.map(({ username }) => username)
    expect(await usernames({ search: '100%_X' })).toEqual(['boss'])
    expect(await usernames({ search: 'ZO\u00EB' })).toEqual(['boss'])
    expect(await usernames({ search: 'P3@EXAMPLE' })).toEqual(['p3'])
    expect(await usernames({ search: '%' })).toEqual(['boss'])
    expect(await usernames({ search: "'" })).toEqual([])
    expect(await usernames({ admin: true })).toEqual(['boss'])
    expect(await usernames({ external: true, provider: 'cognito' })).toEqual(['late'])
    expect(await usernames({ states: ['blocked', 'blocked_pending_approval'] })).toEqual(['late'])
    expect(await usernames({ states: [] })).toEqual([])
    expect(await usernames({ provider: 'github' })).toEqual([])
    expect(await usernames({ limit: 0 })).toEqual(['late'])
    expect(await store.countByState()).toEqual({ active: 8, blocked: 0, blocked_pending_approval: 1, deactivated: 0 })
  })

  test('the last active administrator can not lose this role', async () => {
    const one = await make(person('one'))
    const two = await make(person('two', { admin: true, state: 'blocked' }))
    expect(await store.setAdmin(one.id, true)).toBe('changed')
    expect(await store.setAdmin(one.id, true)).toBe('unchanged')
    expect(await store.setAdmin(one.id, false)).toBe('last')
    expect((await store.find(one.id))?.admin).toBe(true)
    expect(await store.setAdmin(two.id, false)).toBe('changed')
    expect(await store.setAdmin(two.id, true)).toBe('changed')
    await store.setState(two.id, { from: ['blocked'], to: 'active' })
    expect(await store.setAdmin(one.id, false)).toBe('changed')
    expect(await store.setAdmin(one.id, false)).toBe('unchanged')
    expect(await store.setAdmin(two.id, false)).toBe('last')
  })

  describe('simultaneous calls', () => {
    test('that take the role from every administrator leave one', async () => {
      const admins = await Promise.all(['a', 'b', 'c', 'd'].map((name) => make(person(name, { admin: true }))))
      const others = await Promise.all(admins.map(() => database.open()))
      const answers = await Promise.all(admins.map(({ id }, index) => others[index]?.setAdmin(id, false)))
      expect(answers.toSorted()).toEqual(['changed', 'changed', 'changed', 'last'])
      expect((await store.list({ admin: true })).accounts).toHaveLength(1)
    })

    const crowd = 20
    const stores = () => Promise.all(Array.from({ length: 4 }, () => database.open()))
    const all = async <T>(call: (store: AccountStore, index: number) => Promise<T>): Promise<T[]> => {
      const open = await stores()
      return Promise.all(Array.from({ length: crowd }, (_, index) => call(open[index % open.length] ?? store, index)))
    }

    test('for one new person create one account [A117]', async () => {
      const answers = await all((each) => each.create(jane(), 1))
      expect(answers.filter(({ outcome }) => outcome === 'created')).toHaveLength(1)
      expect(answers.filter((answer) => answer.outcome === 'taken' && answer.what === 'identity')).toHaveLength(
        crowd - 1,
      )
      expect((await store.list({})).accounts).toHaveLength(1)
    })

    test('for one identity with many names and addresses create one account [A117]', async () => {
      await all((each, index) => each.create(person(`n${index}`, { identities: [cognito('same')] }), 1))
      expect((await store.list({})).accounts).toHaveLength(1)
    })

    test('for many people with one address in every letter case create one account [A117]', async () => {
      const email = (index: number) => (index % 2 ? 'same@example.com' : 'SAME@Example.com')
      await all((each, index) => each.create(person(`n${index}`, { email: email(index) }), 1))
      expect((await store.list({})).accounts).toHaveLength(1)
    })

    test('that link one identity to many accounts give it to one', async () => {
      const ids: string[] = []
      for (let index = 0; index < crowd; index++) ids.push((await make(person(`n${index}`, { identities: [] }))).id)
      const answers = await all((each, index) =>
        each.link({ accountId: ids[index] ?? '', identity: cognito('one') }, 1),
      )
      expect(answers.toSorted()).toEqual(['linked', ...Array(crowd - 1).fill('taken')])
    })

    test('that change many accounts to one address give it to one, without an exception', async () => {
      const ids: string[] = []
      for (let index = 0; index < crowd; index++) ids.push((await make(person(`n${index}`))).id)
      const answers = await all((each, index) => each.update(ids[index] ?? '', { email: 'One@example.com' }))
      expect(answers.filter(({ outcome }) => outcome === 'updated')).toHaveLength(1)
      expect(answers.filter(({ outcome }) => outcome === 'taken')).toHaveLength(crowd - 1)
    })

    test('for one approval succeed once', async () => {
      const { id } = await make(jane({ state: 'blocked_pending_approval' }))
      const answers = await all((each) => each.setState(id, { from: ['blocked_pending_approval'], to: 'active' }))
      expect(answers.filter(Boolean)).toHaveLength(1)
    })

    test('that open an empty database from many processes all find its tables', async () => {
      const empty = await start()
      const opened = await Promise.all(Array.from({ length: 6 }, () => empty.open()))
      for (const each of opened) expect((await each.list({})).accounts).toEqual([])
      await empty.end()
    })
  })

  test('a database with tables of a newer version is refused', async () => {
    await database.run('UPDATE account_migrations SET version = 99')
    await expect(database.open()).rejects.toThrow(/newer version \(theirs is 99, this one knows 1\)/)
  })
})

describe.each(['better-sqlite3', 'node:sqlite'] as const)(
  'synchronous calls in a transaction of the application: %s',
  (name) => {
    const connect = () => (name === 'node:sqlite' ? new DatabaseSync(':memory:') : new Database(':memory:'))

    test('are rolled back and committed with it', async () => {
      const handle = connect()
      const store = sqliteAccounts(handle)
      handle.exec('BEGIN')
      const made = store.now.create(person('ann'), 1000)
      handle.exec('ROLLBACK')
      expect(made).toMatchObject({ outcome: 'created', account: { username: 'ann' } })
      expect(await store.findByUsername('ann')).toBeUndefined()
      handle.exec('BEGIN')
      store.now.create(person('ann'), 1000)
      handle.exec('COMMIT')
      expect(await store.findByIdentity(cognito('sub-ann'))).toMatchObject({ account: { username: 'ann' } })
    })

    test('write nothing of an account after a conflict, and the transaction can go on', async () => {
      const handle = connect()
      const store = sqliteAccounts(handle)
      handle.exec('BEGIN')
      store.now.create(person('ann'), 1000)
      const taken = (what: string) => ({ outcome: 'taken', what })
      expect(store.now.create(person('bea', { identities: [cognito('sub-ann')] }), 1000)).toEqual(taken('identity'))
      expect(store.now.create(person('ANN', { email: 'a@b', identities: [] }), 1000)).toEqual(taken('username'))
      handle.exec('COMMIT')
      expect((await store.list({})).accounts.map(({ username }) => username)).toEqual(['ann'])
    })

    test('can read and remove identities', async () => {
      const handle = connect()
      const store = sqliteAccounts(handle)
      store.now.create(person('ann'), 1000)
      const id = store.now.findByUsername('ann')?.id ?? ''
      expect(store.now.identities(id)).toEqual(await store.identities(id))
      expect([store.now.unlink(id, 'github'), store.now.unlink(id, 'cognito')]).toEqual([false, true])
      expect(store.now.identities(id)).toEqual([])
      expect(store.now.identities('x')).toEqual([])
    })

    test('are those of the store, and throw its exceptions', () => {
      const handle = connect()
      const store = sqliteAccounts(handle)
      expect(Object.keys(store.now).toSorted()).toEqual(
        Object.keys(store)
          .filter((call) => call !== 'now')
          .toSorted(),
      )
      store.now.create(person('ann'), 1000)
      const id = store.now.findByUsername('ann')?.id ?? ''
      expect(store.now.setAdmin(id, true)).toBe('changed')
      expect(store.now.setAdmin(id, false)).toBe('last')
      handle.exec('DROP TABLE identities')
      expect(() => store.now.identities(id)).toThrow('identities')
    })
  },
)
