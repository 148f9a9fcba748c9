import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AuthHash, AuthInfo } from '#auth-hash'
import { type AccountFacts, decideAccount, type ExistingAccount } from './policy.ts'
import { identityOf, profileOf } from './profile.ts'
import { failureText, refusalText } from './texts.ts'
import { usernameCandidates, usernameFrom } from './username.ts'

const auth = (
  info: AuthInfo = { email: 'jane@example.com', nickname: 'jane@example.com' },
  uid = 'Sub-1',
): AuthHash => ({
  provider: 'cognito',
  uid,
  info,
  credentials: { token: 't', expires: false },
  extra: { raw_info: { username: 'sub-1' } },
})

const account = (state: ExistingAccount['state']): ExistingAccount => ({ id: '7', state })

const facts = (changes: Partial<AccountFacts> = {}): AccountFacts => ({
  auth: auth(),
  settings: { allowSingleSignOn: ['cognito'], blockAutoCreatedUsers: true },
  byIdentity: undefined,
  byEmail: undefined,
  ...changes,
})

describe('the decision', () => {
  test.each([
    [['cognito'], 'create'],
    [true, 'create'],
    [[], 'refuse'],
    [['other'], 'refuse'],
    [false, 'refuse'],
  ])('case 165: allow_single_sign_on %j: %s', (allowSingleSignOn, kind) => {
    const decision = decideAccount(facts({ settings: { allowSingleSignOn, blockAutoCreatedUsers: false } }))
    expect(decision.kind).toBe(kind)
    if (decision.kind === 'refuse') expect(decision.reason).toBe('sign_up_disabled')
  })

  test('case 168: block_auto_created_users decides the state of a created account', () => {
    for (const [blockAutoCreatedUsers, state] of [
      [true, 'blocked_pending_approval'],
      [false, 'active'],
    ] as const) {
      const decision = decideAccount(facts({ settings: { allowSingleSignOn: true, blockAutoCreatedUsers } }))
      expect(decision).toMatchObject({
        kind: 'create',
        account: { state, username: 'jane', email: 'jane@example.com' },
      })
    }
  })

  test('case 168: a later sign-in of an approved user is not blocked again, and needs no leave to create', () => {
    const settings = { allowSingleSignOn: false, blockAutoCreatedUsers: true }
    expect(decideAccount(facts({ byIdentity: account('active'), settings }))).toEqual({
      kind: 'sign-in',
      accountId: '7',
    })
  })

  test.each(['blocked', 'blocked_pending_approval'] as const)('an account that is %s stays out', (state) => {
    expect(decideAccount(facts({ byIdentity: account(state) }))).toEqual({ kind: 'refuse', reason: state })
  })

  test('an address that is taken refuses; it never signs in as its owner', () => {
    expect(decideAccount(facts({ byEmail: account('active') }))).toEqual({ kind: 'refuse', reason: 'email_taken' })
    expect(decideAccount(facts({ byEmail: account('active'), byIdentity: { id: '8', state: 'active' } }))).toEqual({
      kind: 'sign-in',
      accountId: '8',
    })
  })

  test('nobody gets an account whom allow_single_sign_on does not cover', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.boolean(), (names, blockAutoCreatedUsers) => {
        const settings = { allowSingleSignOn: names.filter((name) => name !== 'cognito'), blockAutoCreatedUsers }
        return decideAccount(facts({ settings })).kind === 'refuse'
      }),
    )
  })
})

test('case 171: uids are compared without regard to ASCII case, and to nothing else', () => {
  expect(identityOf(auth({}, 'AbC'))).toEqual({ provider: 'cognito', uid: 'AbC', uidKey: 'abc' })
  expect(identityOf(auth({}, '\u212A')).uidKey).not.toBe('k')
})

describe('case 169: usernames', () => {
  test.each([
    ['alice', 'alice'],
    ['testy.git', 'testy'],
    ['___carly_the_capybara', 'carly_the_capybara'],
    ['shingo___the...shiba---inu', 'shingo_the.shiba-inu'],
    ['francis-the-ferret-', 'francis-the-ferret'],
    ['___opie.-_!the$_#^^opossum---', 'opie.the_opossum'],
    ['*&$amy_the_armadillo', 'amy_the_armadillo'],
    ['-john+gitlab-ETC%.git@gmail.com', 'johngitlab-ETC'],
    ['admin@othermail.com', 'admin'],
    ['@', 'blank'],
    ['...', 'blank'],
  ])('%j becomes %j', (nickname, username) => {
    expect(usernameFrom(auth({ nickname }))).toBe(username)
  })

  test('whatever the provider sends, the username is fit for a URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (nickname) =>
        /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/.test(usernameFrom(auth({ nickname }))),
      ),
    )
  })

  test('candidates are the wish, 1 to 4, then a number made from the time', () => {
    const candidates = usernameCandidates('jane', 1_700_000_000_000)
    expect(Array.from({ length: 7 }, () => candidates.next().value)).toEqual([
      'jane',
      'jane1',
      'jane2',
      'jane3',
      'jane4',
      'jane1700000000000',
      'jane1700000000001',
    ])
  })
})

test('name and e-mail: without a name the username stands in, without an address a temporary one', () => {
  expect(profileOf(auth())).toEqual({ name: 'jane', email: 'jane@example.com', temporaryEmail: false })
  expect(profileOf(auth({ nickname: 'jo', first_name: 'Jo', last_name: 'Doe' }))).toEqual({
    name: 'Jo Doe',
    email: 'temp-email-for-oauth-jo@gitlab.localhost',
    temporaryEmail: true,
  })
})

test('GitLab`s words', () => {
  const subject = { label: 'Cognito', host: 'forge.test', application: 'Forge' }
  expect(refusalText('sign_up_disabled', subject)).toBe(
    'Signing in using your Cognito account without a pre-existing account in forge.test is not allowed.',
  )
  expect(failureText('Cognito', { type: 'csrf_detected' })).toBe(
    'Could not authenticate you from Cognito because "Csrf detected".',
  )
})
