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

describe('profile sync (case 170)', () => {
  test('copies only the address by default', () => {
    expect(changes()).toEqual({ email: 'new@example.com', ...locks(['email']) })
  })

  test('copies every attribute of the answer when all are listed', () => {
    expect(changes({ syncProfileAttributes: all })).toEqual({
      name: 'Jane Doe',
      email: 'new@example.com',
      location: 'Oslo, Norway',
      organization: 'Acme',
      jobTitle: 'Chief',
      ...locks(all),
    })
  })

  test('copies only the listed attributes', () => {
    expect(changes({ syncProfileAttributes: ['location'] })).toEqual({
      location: 'Oslo, Norway',
      ...locks(['location']),
    })
  })

  test.each<[string, AuthInfo]>([
    ['missing', {}],
    ['blank', { name: ' ', email: '', organization: '\t' }],
    ['invalid', { name: 'x'.repeat(256), email: 'none', organization: 'x'.repeat(256), location: '\0' }],
    ['of another type', { name: ['x'], email: { a: 1 }, address: [1], job_title: null }],
  ])('an attribute that is %s is not copied and not locked', (_what, given) => {
    expect(changes({ syncProfileAttributes: all }, { hash: auth(given) })).toEqual(locks([]))
  })

  test.each<[string, Partial<OmniauthSettings>]>([
    ['true', { syncProfileFromProvider: true }],
    ['a list with the provider', { syncProfileFromProvider: ['github', 'cognito'] }],
  ])('copies with sync_profile_from_provider %s', (_what, given) => {
    expect(changes(given)).toMatchObject({ email: 'new@example.com' })
  })

  test.each<[string, Partial<OmniauthSettings>]>([
    ['false', { syncProfileFromProvider: false }],
    ['a list without the provider', { syncProfileFromProvider: ['github'] }],
  ])('copies nothing and removes earlier locks with sync_profile_from_provider %s', (_what, given) => {
    expect(changes(given)).toBeUndefined()
    const locked = { ...account, synced: { provider: 'cognito', attributes: ['email'] as const } }
    expect(changes(given, { of: locked })).toEqual({ synced: undefined })
  })

  test('always copies from a directory', () => {
    const synced = syncedProfile(settings({ syncProfileFromProvider: false }), auth(info, 'ldapmain'))
    expect(synced).toEqual({
      values: { email: 'new@example.com' },
      metadata: { provider: 'ldapmain', attributes: ['email'] },
    })
  })

  test('changes nothing when all values are the same', () => {
    const of = { ...account, email: 'new@example.com', synced: { provider: 'cognito', attributes: ['email'] as const } }
    expect(changes({}, { of })).toBeUndefined()
  })

  test('locks attributes only while the settings name the provider', () => {
    const locked = { synced: { provider: 'cognito', attributes: ['email', 'name'] as const } }
    expect(lockedAttributes(locked, settings())).toEqual(['email', 'name'])
    expect(lockedAttributes(locked, settings({ syncProfileFromProvider: ['github'] }))).toEqual([])
    expect(lockedAttributes({ synced: undefined }, settings())).toEqual([])
  })
})

// GitLab copies any address, verified or not.
describe('a synced address [A117]', () => {
  test('is neither copied nor locked when another account has it', () => {
    expect(changes({ syncProfileAttributes: ['email', 'name'] }, { emailIsTaken: true })).toEqual({
      name: 'Jane Doe',
      ...locks(['name']),
    })
  })

  test('is not copied when the provider says that it is unverified', () => {
    for (const email_verified of [false, 'false'])
      expect(changes({}, { hash: auth({ ...info, email_verified }) })).toEqual(locks([]))
  })

  test('is copied as not proved when the provider does not say that it is verified', () => {
    const { email_verified: _, ...unsaid } = info
    expect(changes({}, { hash: auth(unsaid) })).toEqual({
      email: 'new@example.com',
      emailVerified: false,
      ...locks(['email']),
    })
  })

  test('stays proved when it is unchanged, and becomes proved when the provider says so', () => {
    const same = { email: 'JANE@example.com' }
    expect(changes({}, { hash: auth(same) })).toEqual({ email: 'JANE@example.com', ...locks(['email']) })
    const unproved = { ...account, emailVerified: false }
    const proved = auth({ ...same, email_verified: true })
    expect(changes({}, { hash: proved, of: unproved })).toMatchObject({ emailVerified: true })
  })
})
