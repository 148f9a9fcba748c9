import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings, type OmniauthSettings } from '#config/settings'
import type { AuthHash, AuthInfo, JsonObject } from '#core/auth-hash'
import type { AccountState } from './account.ts'
import type { AccountFacts, ExistingAccount } from './decision.ts'
import type { DirectoryPerson } from './directory.ts'
import { decideAccount } from './policy.ts'
import { emailClaim, identityOf, profileOf } from './profile.ts'

const auth = (
  info: AuthInfo = { email: 'jane@example.com', nickname: 'jane@example.com' },
  { uid = 'Sub-1', raw = {} }: { uid?: string; raw?: JsonObject } = {},
): AuthHash => ({
  provider: 'cognito',
  uid,
  info,
  credentials: { token: 't', expires: false },
  extra: { raw_info: raw },
})
const verified = auth({ email: 'jane@example.com', nickname: 'jane', email_verified: true })

const account = (changes: Partial<ExistingAccount> = {}): ExistingAccount => ({
  id: '7',
  state: 'active',
  emailVerified: true,
  identities: [],
  ...changes,
})
const settings = (changes: Partial<OmniauthSettings> = {}): OmniauthSettings => ({ ...defaultSettings, ...changes })
const facts = (changes: Partial<AccountFacts> = {}): AccountFacts => ({
  auth: auth(),
  settings: settings({ allowSingleSignOn: ['cognito'] }),
  isSaml: false,
  isDisabled: false,
  linkUnverified: false,
  username: {},
  signedInAs: undefined,
  byIdentity: undefined,
  byEmail: undefined,
  directory: undefined,
  ...changes,
})
const known = (changes: Partial<ExistingAccount> = {}, trusted = true) => ({ account: account(changes), trusted })
const signIn = { kind: 'sign-in', accountId: '7', link: [], whileEmail: undefined }
const emailTaken = { kind: 'invalid', reasons: ['Email has already been taken'] }

describe('decideAccount', () => {
  test.each([
    [['cognito'], 'create'],
    [true, 'create'],
    [[], 'refuse'],
    [['other'], 'refuse'],
    [false, 'refuse'],
  ])('allow_single_sign_on %j gives the decision %s (case 165)', (allowSingleSignOn, kind) => {
    const decision = decideAccount(facts({ settings: settings({ allowSingleSignOn }) }))
    expect(decision.kind).toBe(kind)
    if (decision.kind === 'refuse') expect(decision.reason).toBe('sign_up_disabled')
  })

  // In Ruby any text is true. Here a text is read as a list or refused (config/setting-lists.ts), and only exact names
  // count.
  test('allow_single_sign_on that does not name the provider creates no account (case 165)', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.boolean(), (names, blockAutoCreatedUsers) => {
        const allowSingleSignOn = names.filter((name) => name !== 'cognito')
        return (
          decideAccount(facts({ settings: settings({ allowSingleSignOn, blockAutoCreatedUsers }) })).kind === 'refuse'
        )
      }),
    )
  })

  test('external_providers makes new accounts external and does not change others (case 167)', () => {
    const of = (externalProviders: string[], more: Partial<AccountFacts> = {}) =>
      decideAccount(facts({ settings: settings({ allowSingleSignOn: true, externalProviders }), ...more }))
    expect(of(['cognito'])).toMatchObject({ kind: 'create', account: { external: true } })
    expect(of(['saml'])).toMatchObject({ kind: 'create', account: { external: false } })
    expect(of(['cognito'], { byIdentity: known() })).toEqual(signIn)
  })

  test.each([
    [true, 'blocked_pending_approval'],
    [false, 'active'],
  ])('block_auto_created_users %s makes a created account %s (case 168)', (blockAutoCreatedUsers, state) => {
    const decision = decideAccount(facts({ settings: settings({ allowSingleSignOn: true, blockAutoCreatedUsers }) }))
    expect(decision).toMatchObject({ kind: 'create', account: { state, username: 'jane', email: 'jane@example.com' } })
  })

  test('a later sign-in of an approved user is not blocked and does not need allow_single_sign_on (case 168)', () => {
    expect(decideAccount(facts({ byIdentity: known(), settings: settings({ allowSingleSignOn: false }) }))).toEqual(
      signIn,
    )
  })

  test.each(['blocked', 'blocked_pending_approval'] as const)(
    'an account that is %s is refused for every kind of sign-in',
    (state) => {
      const refused = { kind: 'refuse', reason: state }
      const autoLink = settings({ autoLinkUser: true })
      expect(decideAccount(facts({ byIdentity: known({ state }) }))).toEqual(refused)
      expect(decideAccount(facts({ auth: verified, byEmail: account({ state }), settings: autoLink }))).toEqual(refused)
      expect(decideAccount(facts({ signedInAs: account({ state }) }))).toEqual(refused)
    },
  )

  test('a deactivated account signs in, and completing the sign-in activates it', () => {
    expect(decideAccount(facts({ byIdentity: known({ state: 'deactivated' }) }))).toEqual(signIn)
  })

  test('an identity that an administrator declared untrusted is refused and creates no new account', () => {
    expect(decideAccount(facts({ byIdentity: known({}, false) }))).toEqual({
      kind: 'refuse',
      reason: 'untrusted_identity',
    })
  })

  test('a disabled provider is refused before all other checks, but can be linked (case 174)', () => {
    const refused = { kind: 'refuse', reason: 'provider_disabled' }
    expect(decideAccount(facts({ isDisabled: true }))).toEqual(refused)
    expect(decideAccount(facts({ isDisabled: true, byIdentity: known({ state: 'blocked' }) }))).toEqual(refused)
    expect(decideAccount(facts({ isDisabled: true, settings: settings() }))).toEqual(refused)
    expect(decideAccount(facts({ isDisabled: true, signedInAs: account() })).kind).toBe('link')
  })

  test.each([
    ['', "Extern uid can't be blank"],
    [' \t', "Extern uid can't be blank"],
    ['\u200B\u2060\u00AD', "Extern uid can't be blank"],
    ['\u3164', "Extern uid can't be blank"],
    ['a\0b', 'Extern uid is invalid'],
    ['a\nb', 'Extern uid is invalid'],
    ['\uD800a', 'Extern uid is invalid'],
    ['u'.repeat(513), 'Extern uid is too long (maximum is 512 characters)'],
  ])('a uid that does not identify one user is refused: %j [A117]', (uid, reason) => {
    const invalid = { kind: 'invalid', reasons: [reason] }
    expect(decideAccount(facts({ auth: auth({}, { uid }), byIdentity: known() }))).toEqual(invalid)
    expect(decideAccount(facts({ auth: auth({}, { uid }), signedInAs: account() }))).toEqual(invalid)
  })

  test.each([
    ['nobody', 'Email is invalid'],
    ['a\r\nBcc: b@example.com', 'Email is invalid'],
    ['a\u200Bb@example.com', 'Email is invalid'],
    ['a\u00ADb@example.com', 'Email is invalid'],
    ['a\u3164@example.com', 'Email is invalid'],
    ['a@b@example.com', 'Email is invalid'],
    [`${'a'.repeat(243)}@example.com`, 'Identity provider email must be 254 characters or less'],
  ])('an invalid address creates no account: %j (case 176)', (email, reason) => {
    expect(decideAccount(facts({ auth: auth({ email, nickname: 'jane' }) }))).toEqual({
      kind: 'invalid',
      reasons: [reason],
    })
  })
})

describe('an address that is taken [A117]', () => {
  const link = [identityOf({ provider: 'cognito', uid: 'Sub-1' })]
  const linked = { kind: 'sign-in', accountId: '7', link, whileEmail: 'jane@example.com' }
  const on = settings({ allowSingleSignOn: true, autoLinkUser: ['cognito'] })

  test('is refused and never signs in as its owner', () => {
    expect(decideAccount(facts({ byEmail: account() }))).toEqual(emailTaken)
    expect(decideAccount(facts({ byEmail: account({ id: '8' }), byIdentity: known() }))).toEqual(signIn)
  })

  test.each([
    [true, linked],
    [['cognito'], linked],
    [['other'], emailTaken],
    [[], emailTaken],
    [false, emailTaken],
  ])('is linked as auto_link_user says: %j', (autoLinkUser, decision) => {
    const asked = facts({
      auth: verified,
      byEmail: account(),
      settings: settings({ allowSingleSignOn: true, autoLinkUser }),
    })
    expect(decideAccount(asked)).toEqual(decision)
  })

  test.each<[string, AuthHash, boolean]>([
    ['info says true', verified, true],
    ['info says "true", as Cognito does', auth({ email: 'jane@example.com', email_verified: 'true' }), true],
    [
      'the document says "true" of the same address',
      auth(undefined, { raw: { email: 'JANE@example.com', email_verified: 'true' } }),
      true,
    ],
    [
      'the document says it of another address',
      auth(undefined, { raw: { email: 'mallory@example.com', email_verified: true } }),
      false,
    ],
    ['the document says it of no address', auth(undefined, { raw: { email_verified: true } }), false],
    ['neither info nor the document says anything', auth(), false],
    [
      'info says false, whatever the document says',
      auth(
        { email: 'jane@example.com', email_verified: false },
        { raw: { email: 'jane@example.com', email_verified: true } },
      ),
      false,
    ],
    ['info says "TRUE"', auth({ email: 'jane@example.com', email_verified: 'TRUE' }), false],
    ['info says 1', auth({ email: 'jane@example.com', email_verified: 1 }), false],
    ['info says [true]', auth({ email: 'jane@example.com', email_verified: [true] }), false],
  ])('links only when the provider verified it: %s', (_what, hash, isVerified) => {
    // GitLab links by any address that a provider names. A user who can enter any address there could take over an
    // account.
    expect(emailClaim(hash) === true).toBe(isVerified)
    expect(decideAccount(facts({ auth: hash, byEmail: account(), settings: on }))).toEqual(
      isVerified ? linked : emailTaken,
    )
  })

  test('links only to an account whose address is proved, because another user may have signed up with it', () => {
    const squatted = facts({ auth: verified, byEmail: account({ emailVerified: false }), settings: on })
    expect(decideAccount(squatted)).toEqual(emailTaken)
    expect(decideAccount({ ...squatted, linkUnverified: true })).toEqual(linked)
  })

  test('links an unverified address only when linkUnverified names the provider', () => {
    const asked = facts({ byEmail: account({ emailVerified: false }), settings: on })
    expect(decideAccount({ ...asked, linkUnverified: ['cognito'] })).toEqual(linked)
    expect(decideAccount({ ...asked, linkUnverified: ['github'] })).toEqual(emailTaken)
  })

  // GitLab overwrites the identity's extern_uid: the last user with an address gets the account, and its owner loses
  // it. Here the first user keeps it, and the second user reads that the account is connected to another one.
  test('does not replace the uid that the account has for this provider', () => {
    const identities = [identityOf({ provider: 'cognito', uid: 'first' })]
    const asked = facts({ auth: verified, byEmail: account({ identities }), settings: on })
    expect(decideAccount(asked)).toEqual({ kind: 'refuse', reason: 'other_uid' })
    const others = [identityOf({ provider: 'github', uid: 'first' })]
    expect(decideAccount({ ...asked, byEmail: account({ identities: others }) })).toEqual(linked)
  })

  test('of a SAML provider links with auto_link_saml_user instead of auto_link_user, without a claim', () => {
    const asked = facts({
      isSaml: true,
      byEmail: account(),
      settings: settings({ allowSingleSignOn: true, autoLinkUser: true }),
    })
    expect(decideAccount(asked)).toEqual(emailTaken)
    const saml = settings({ allowSingleSignOn: true, autoLinkSamlUser: true })
    expect(decideAccount({ ...asked, settings: saml })).toEqual(linked)
    expect(decideAccount({ ...asked, settings: saml, isSaml: false })).toEqual(emailTaken)
    const denied = auth({ email: 'jane@example.com', email_verified: 'false' })
    expect(decideAccount({ ...asked, settings: saml, auth: denied })).toEqual(emailTaken)
  })

  test('never signs in to an account when it is unverified, with any settings', () => {
    const coverage = fc.oneof(fc.boolean(), fc.subarray(['cognito', 'github']))
    const state = fc.constantFrom<AccountState>('active', 'blocked', 'blocked_pending_approval', 'deactivated')
    fc.assert(
      fc.property(coverage, coverage, fc.boolean(), fc.boolean(), state, (allow, autoLinkUser, saml, ldap, state) => {
        const any = settings({ allowSingleSignOn: allow, autoLinkUser, autoLinkSamlUser: saml, autoLinkLdapUser: ldap })
        const { kind } = decideAccount(facts({ byEmail: account({ state }), settings: any }))
        return kind === 'refuse' || kind === 'invalid'
      }),
    )
  })
})

describe('auto_link_ldap_user', () => {
  const person: DirectoryPerson = {
    provider: 'ldapmain',
    dn: 'uid=jdoe,ou=people,dc=example',
    username: 'jdoe',
    name: 'Jane of the Directory',
    email: 'jdoe@corp.example',
    blockAutoCreatedUsers: false,
  }
  const ldap = identityOf({ provider: 'ldapmain', uid: person.dn })
  const own = identityOf({ provider: 'cognito', uid: 'Sub-1' })
  const on = settings({ autoLinkLdapUser: true })
  const directory = { person, byIdentity: undefined, byEmail: undefined }

  test('signs in to the account that has the person`s DN and links the identity', () => {
    const asked = facts({ settings: on, directory: { ...directory, byIdentity: account({ identities: [ldap] }) } })
    expect(decideAccount(asked)).toEqual({ kind: 'sign-in', accountId: '7', link: [own], whileEmail: undefined })
  })

  test('creates an account from the directory`s data, with both identities and the directory`s blocking', () => {
    expect(decideAccount(facts({ settings: on, directory }))).toEqual({
      kind: 'create',
      account: {
        identities: [own, ldap],
        username: 'jdoe',
        name: 'Jane of the Directory',
        email: 'jdoe@corp.example',
        emailVerified: true,
        temporaryEmail: false,
        state: 'active',
        external: false,
        person,
      },
    })
    const blocking = { ...directory, person: { ...person, blockAutoCreatedUsers: true } }
    expect(decideAccount(facts({ settings: on, directory: blocking }))).toMatchObject({
      account: { state: 'blocked_pending_approval' },
    })
  })

  test('does not sign in to an account only because it has the person`s address', () => {
    expect(decideAccount(facts({ settings: on, directory: { ...directory, byEmail: account() } }))).toEqual(emailTaken)
  })

  test('adds the DN to an account that was found by its identity and has no DN', () => {
    expect(decideAccount(facts({ settings: on, directory, byIdentity: known() }))).toEqual({ ...signIn, link: [ldap] })
    const has = known({ identities: [identityOf({ provider: 'ldapmain', uid: 'uid=other' })] })
    expect(decideAccount(facts({ settings: on, directory, byIdentity: has }))).toEqual(signIn)
    const elsewhere = { ...directory, byIdentity: account({ id: '9' }) }
    expect(decideAccount(facts({ settings: on, directory: elsewhere, byIdentity: known() }))).toEqual(signIn)
  })

  test('ignores the directory when it is off', () => {
    const refused = { kind: 'refuse', reason: 'sign_up_disabled' }
    expect(decideAccount(facts({ settings: settings(), directory }))).toEqual(refused)
    expect(decideAccount(facts({ settings: settings(), directory, byIdentity: known() }))).toEqual(signIn)
  })
})

describe('a user who is signed in (case 175)', () => {
  const own = account()

  test('gets the new identity', () => {
    const identity = identityOf({ provider: 'cognito', uid: 'Sub-1' })
    const closed = settings({ allowSingleSignOn: false })
    expect(decideAccount(facts({ signedInAs: own, settings: closed }))).toEqual({
      kind: 'link',
      accountId: '7',
      identity,
    })
  })

  test('keeps an identity that the account already has', () => {
    expect(decideAccount(facts({ signedInAs: own, byIdentity: known() }))).toEqual({
      kind: 'linked-already',
      accountId: '7',
    })
  })

  test('does not get the identity of another account and is not signed in to it', () => {
    const taken = facts({ signedInAs: own, byIdentity: known({ id: '8' }), byEmail: account({ id: '8' }) })
    expect(decideAccount(taken)).toEqual({ kind: 'refuse', reason: 'uid_taken' })
  })

  test('gets no second identity of the same provider', () => {
    const identities = [identityOf({ provider: 'cognito', uid: 'other' })]
    expect(decideAccount(facts({ signedInAs: account({ identities }) }))).toEqual({
      kind: 'refuse',
      reason: 'provider_linked',
    })
  })
})

test('the comparison of uids ignores ASCII letter case only (case 171)', () => {
  expect(identityOf(auth({}, { uid: 'AbC' }))).toEqual({ provider: 'cognito', uid: 'AbC', uidKey: 'abc' })
  expect(identityOf(auth({}, { uid: '\u212A' })).uidKey).not.toBe('k')
})

test('the username replaces a missing name, and a temporary address replaces a missing e-mail address', () => {
  expect(profileOf(auth())).toEqual({ name: 'jane', email: 'jane@example.com', temporaryEmail: false })
  expect(profileOf(auth({ nickname: 'jo', first_name: 'Jo', last_name: 'Doe' }))).toEqual({
    name: 'Jo Doe',
    email: 'temp-email-for-oauth-jo@gitlab.localhost',
    temporaryEmail: true,
  })
  expect(profileOf(auth({ nickname: 'jo', name: 'Jo\r\n\0Doe\uD800' })).name).toBe('Jo Doe')
})
