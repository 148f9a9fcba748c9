import { describe, expect, test } from 'vitest'
import { defaultSettings, type OmniauthSettings } from '#config/settings'
import type { AuthHash, AuthInfo } from '#core/auth-hash'
import type { Account } from './account.ts'
import { lockedAttributes, profileChanges, syncedProfile } from './profile-sync.ts'

const info = {
  name: 'Jane Doe',
  email: 'new@example.com',
  email_verified: 'true',
  address: { locality: 'Oslo', country: 'Norway', street: '1' },
  organization: 'Acme',
  job_title: 'Chief',
}
const auth = (given: AuthInfo = info, provider = 'cognito'): AuthHash => ({
  provider,
  uid: 'sub-1',
  info: given,
  credentials: { token: 't', expires: false },
  extra: { raw_info: {} },
})
const account: Account = {
  id: '7',
  username: 'jane',
  email: 'jane@example.com',
  emailVerified: true,
  name: 'Jane',
  location: undefined,
  organization: undefined,
  jobTitle: undefined,
  state: 'active',
  admin: false,
  external: false,
  synced: undefined,
  createdAt: 1,
  lastSignInAt: undefined,
}
const all = ['name', 'email', 'location', 'organization', 'job_title'] as const
const settings = (changes: Partial<OmniauthSettings> = {}): OmniauthSettings => ({
  ...defaultSettings,
  syncProfileFromProvider: ['cognito'],
  ...changes,
})
const changes = (given: Partial<OmniauthSettings> = {}, { hash = auth(), of = account, emailIsTaken = false } = {}) =>
  profileChanges(of, { auth: hash, settings: settings(given), emailIsTaken })
const locks = (attributes: readonly string[]) => ({ synced: { provider: 'cognito', attributes } })

describe('case 170: profile sync', () => {
  test('by default the address alone', () => {
    expect(changes()).toEqual({ email: 'new@example.com', ...locks(['email']) })
  })

  test('with all attributes: every one that the answer has', () => {
    expect(changes({ syncProfileAttributes: all })).toEqual({
      name: 'Jane Doe',
      email: 'new@example.com',
      location: 'Oslo, Norway',
      organization: 'Acme',
      jobTitle: 'Chief',
      ...locks(all),
    })
  })

  test('with a list: those alone', () => {
    expect(changes({ syncProfileAttributes: ['location'] })).toEqual({
      location: 'Oslo, Norway',
      ...locks(['location']),
    })
  })

  test.each<[string, AuthInfo]>([
    ['missing', {}],
    ['blank', { name: ' ', email: '', organization: '\t' }],
    ['unfit', { name: 'x'.repeat(256), email: 'none', organization: 'x'.repeat(256), location: '\0' }],
    ['of another type', { name: ['x'], email: { a: 1 }, address: [1], job_title: null }],
  ])('an attribute that is %s is not taken over and not locked', (_what, given) => {
    expect(changes({ syncProfileAttributes: all }, { hash: auth(given) })).toEqual(locks([]))
  })

  test.each<[string, Partial<OmniauthSettings>]>([
    ['true', { syncProfileFromProvider: true }],
    ['a list with the provider', { syncProfileFromProvider: ['github', 'cognito'] }],
  ])('sync_profile_from_provider %s', (_what, given) => {
    expect(changes(given)).toMatchObject({ email: 'new@example.com' })
  })

  test.each<[string, Partial<OmniauthSettings>]>([
    ['false', { syncProfileFromProvider: false }],
    ['a list without the provider', { syncProfileFromProvider: ['github'] }],
  ])('sync_profile_from_provider %s: nothing, and what another sign-in locked is free again', (_what, given) => {
    expect(changes(given)).toBeUndefined()
    const locked = { ...account, synced: { provider: 'cognito', attributes: ['email'] as const } }
    expect(changes(given, { of: locked })).toEqual({ synced: undefined })
  })

  test('a directory is always followed', () => {
    const synced = syncedProfile(settings({ syncProfileFromProvider: false }), auth(info, 'ldapmain'))
    expect(synced).toEqual({
      values: { email: 'new@example.com' },
      metadata: { provider: 'ldapmain', attributes: ['email'] },
    })
  })

  test('nothing is written when all is as it was', () => {
    const of = { ...account, email: 'new@example.com', synced: { provider: 'cognito', attributes: ['email'] as const } }
    expect(changes({}, { of })).toBeUndefined()
  })

  test('what is locked hangs on the provider being still in the settings', () => {
    const locked = { synced: { provider: 'cognito', attributes: ['email', 'name'] as const } }
    expect(lockedAttributes(locked, settings())).toEqual(['email', 'name'])
    expect(lockedAttributes(locked, settings({ syncProfileFromProvider: ['github'] }))).toEqual([])
    expect(lockedAttributes({ synced: undefined }, settings())).toEqual([])
  })
})

// GitLab takes over any address, verified or not.
describe('an address that is synced [A117]', () => {
  test('never is another account`s, nor locked then', () => {
    expect(changes({ syncProfileAttributes: ['email', 'name'] }, { emailIsTaken: true })).toEqual({
      name: 'Jane Doe',
      ...locks(['name']),
    })
  })

  test('is not taken over when the provider itself calls it unverified', () => {
    for (const email_verified of [false, 'false'])
      expect(changes({}, { hash: auth({ ...info, email_verified }) })).toEqual(locks([]))
  })

  test('of which the provider says nothing is not the account`s proved one any more', () => {
    const { email_verified: _, ...unsaid } = info
    expect(changes({}, { hash: auth(unsaid) })).toEqual({
      email: 'new@example.com',
      emailVerified: false,
      ...locks(['email']),
    })
  })

  test('that is the same as before stays proved, and is proved by a provider that says so', () => {
    const same = { email: 'JANE@example.com' }
    expect(changes({}, { hash: auth(same) })).toEqual({ email: 'JANE@example.com', ...locks(['email']) })
    const unproved = { ...account, emailVerified: false }
    const proved = auth({ ...same, email_verified: true })
    expect(changes({}, { hash: proved, of: unproved })).toMatchObject({ emailVerified: true })
  })
})
