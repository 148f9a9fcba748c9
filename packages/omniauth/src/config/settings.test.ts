import { describe, expect, test } from 'vitest'
import { defaultSettings, type OmniauthSettings, readOmniauthSettings } from './settings.ts'

const provider = (name: string) => ({
  name,
  app_id: 'id',
  app_secret: 'secret',
  args: { strategy_class: 'oauth2-generic', client_options: { site: 'https://idp.test', user_info_url: '/me' } },
})
const providers = [provider('alpha'), provider('beta')]

const read = (settings: object) => readOmniauthSettings({ providers, ...settings })
const warningsOf = (settings: object): string[] => {
  const warnings: string[] = []
  readOmniauthSettings({ providers, ...settings }, { warn: (warning) => void warnings.push(warning) })
  return warnings
}

test('the defaults are GitLab`s (reference 1.1)', () => {
  expect(readOmniauthSettings({})).toEqual(defaultSettings)
  expect(defaultSettings).toEqual({
    enabled: true,
    allowSingleSignOn: false,
    blockAutoCreatedUsers: true,
    autoLinkUser: false,
    autoLinkLdapUser: false,
    autoLinkSamlUser: false,
    externalProviders: [],
    allowBypassTwoFactor: false,
    syncProfileFromProvider: false,
    syncProfileAttributes: ['email'],
    samlMessageMaxByteSize: 250_000,
    autoSignInWithProvider: undefined,
    providers: [],
  })
})

test('a setting that is null has its default', () => {
  const nulls = ['enabled', 'allow_single_sign_on', 'external_providers', 'sync_profile_attributes', 'providers']
  expect(readOmniauthSettings(Object.fromEntries(nulls.map((key) => [key, null])))).toEqual(defaultSettings)
})

const everything = ['name', 'email', 'location', 'organization', 'job_title'] as const

test.each<[string, unknown, Partial<OmniauthSettings>]>([
  ['enabled', false, { enabled: false }],
  ['allow_single_sign_on', true, { allowSingleSignOn: true }],
  ['allow_single_sign_on', ['alpha'], { allowSingleSignOn: ['alpha'] }],
  ['block_auto_created_users', false, { blockAutoCreatedUsers: false }],
  ['auto_link_user', true, { autoLinkUser: true }],
  ['auto_link_user', ['alpha'], { autoLinkUser: ['alpha'] }],
  ['auto_link_user', 'alpha', { autoLinkUser: ['alpha'] }],
  ['auto_link_ldap_user', true, { autoLinkLdapUser: true }],
  ['auto_link_saml_user', true, { autoLinkSamlUser: true }],
  ['external_providers', ['beta'], { externalProviders: ['beta'] }],
  ['external_providers', false, { externalProviders: [] }],
  ['allow_bypass_two_factor', true, { allowBypassTwoFactor: true }],
  ['allow_bypass_two_factor', ['alpha'], { allowBypassTwoFactor: ['alpha'] }],
  ['sync_profile_from_provider', true, { syncProfileFromProvider: true }],
  ['sync_profile_from_provider', ['alpha'], { syncProfileFromProvider: ['alpha'] }],
  ['sync_profile_attributes', true, { syncProfileAttributes: everything }],
  ['sync_profile_attributes', [], { syncProfileAttributes: [] }],
  ['sync_profile_attributes', ['name', 'job_title'], { syncProfileAttributes: ['name', 'job_title'] }],
  ['auto_sign_in_with_provider', 'alpha', { autoSignInWithProvider: 'alpha' }],
  ['auto_sign_in_with_provider', false, { autoSignInWithProvider: undefined }],
  ['saml_message_max_byte_size', 100_000, { samlMessageMaxByteSize: 100_000 }],
  ['sync_email_from_provider', 'alpha', { syncProfileFromProvider: ['alpha'], syncProfileAttributes: ['email'] }],
])('%s is read: %j', (key, value, expected) => {
  expect(read({ [key]: value })).toEqual({ ...defaultSettings, providers: read({}).providers, ...expected })
  expect(warningsOf({ [key]: value })).toEqual([])
})

test.each<[object, Partial<OmniauthSettings>]>([
  [
    { sync_profile_from_provider: ['beta'], sync_profile_attributes: ['name'] },
    { syncProfileFromProvider: ['beta', 'alpha'], syncProfileAttributes: ['name', 'email'] },
  ],
  [{ sync_profile_from_provider: ['alpha'] }, { syncProfileFromProvider: ['alpha'] }],
  [
    { sync_profile_from_provider: true, sync_profile_attributes: true },
    { syncProfileFromProvider: true, syncProfileAttributes: everything },
  ],
])('sync_email_from_provider is added to %j', (others, expected) => {
  expect(read({ ...others, sync_email_from_provider: 'alpha' })).toMatchObject(expected)
})

describe('readOmniauthSettings refuses', () => {
  test.each<[string, unknown, string]>([
    // In Ruby all of these are true and let all users in.
    [
      'allow_single_sign_on',
      'false',
      'allow_single_sign_on is a text: expected true, false or a list of provider names (GitLab reads',
    ],
    ['allow_single_sign_on', 'alpha', 'reads any text as true, even "false"'],
    ['allow_bypass_two_factor', 'alpha', 'reads any text as true, even "false"'],
    ['sync_profile_from_provider', 'alpha', 'reads any text as true'],
    ['allow_single_sign_on', [1], 'is a list: expected true, false or a list of provider names'],
    ['auto_link_user', { alpha: true }, 'is a hash: expected true, false or a list'],
    ['auto_link_ldap_user', ['alpha'], 'is a list: expected true or false'],
    ['auto_link_saml_user', 'yes', 'is a text: expected true or false'],
    ['enabled', 1, 'is a number: expected true or false'],
    ['external_providers', true, 'is true: expected a list of provider names'],
    ['external_providers', 'alpha', 'is a text: expected a list of provider names'],
    ['sync_profile_attributes', ['mail'], 'names mail, which is not a synced attribute: did you mean email?'],
    ['sync_profile_attributes', 'email', 'is a text: expected true or a list of name, email'],
    ['sync_email_from_provider', 'gamma', 'is not the name of a provider'],
    ['auto_sign_in_with_provider', 'gamma', 'is not the name of a provider'],
    ['saml_message_max_byte_size', '250000', 'is a text: expected a number of bytes'],
    ['saml_message_max_byte_size', 0, 'is a number: expected a number of bytes'],
    ['saml_message_max_byte_size', 1.5, 'expected a number of bytes'],
    ['providers', {}, 'providers is a hash: expected a list of provider hashes'],
    ['auto_link_users', true, 'auto_link_users is not a known setting: did you mean auto_link_user?'],
    ['nonsense', true, 'nonsense is not a known setting'],
  ])('%s: %j', (key, value, message) => {
    expect(() => read({ [key]: value })).toThrow(message)
  })

  test('all problems together', () => {
    expect(() => read({ enabled: 1, nonsense: 1 })).toThrow(/nonsense.*\n.*enabled/)
  })

  test('a value of the wrong type without repeating it', () => {
    expect(() => read({ enabled: 's3cret', saml_message_max_byte_size: 31_337 })).toThrow(/^(?!.*(?:s3cret|31337))/s)
  })
})

test('unknown provider names and CAS give a warning, with the nearest known name', () => {
  expect(
    warningsOf({ auto_link_user: 'alfa', allow_single_sign_on: ['saml'], cas3: { session_duration: 28_800 } }),
  ).toEqual([
    'cas3 has no effect, because GitLab has removed CAS: remove the setting',
    'allow_single_sign_on names saml, which is not among the providers',
    'auto_link_user names alfa, which is not among the providers: did you mean alpha?',
  ])
})
