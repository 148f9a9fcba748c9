import { describe, type Findings, type OptionsReader, optionsReader, unknownKey } from '#options-reader'
import type { ProviderConfig } from '#provider-config'
import { checkProviders } from './providers.ts'

/**
 * GitLab's OmniAuth settings, as far as this version acts on them.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export interface OmniauthSettings {
  /** false hides every provider button and switches the subsystem off. Default true. */
  readonly enabled: boolean
  /** Which providers may create accounts on first sign-in. Default false: none. */
  readonly allowSingleSignOn: boolean | readonly string[]
  /** A created account waits for approval. Default true. */
  readonly blockAutoCreatedUsers: boolean
  /** Providers whose sign-in is linked to an account of the same verified e-mail address. Not for SAML. Default false. */
  readonly autoLinkUser: boolean | readonly string[]
  /** A sign-in is linked to the account of a directory's person with the same uid, address or DN. Default false. */
  readonly autoLinkLdapUser: boolean
  /** As `autoLinkUser`, for SAML. Default false. */
  readonly autoLinkSamlUser: boolean
  /** Accounts that these providers create are external. Default none. */
  readonly externalProviders: readonly string[]
  /** Providers after which the application's own second factor is not asked. Default false. */
  readonly allowBypassTwoFactor: boolean | readonly string[]
  /** Providers that keep an account's profile up to date. Default false. */
  readonly syncProfileFromProvider: boolean | readonly string[]
  /** What they keep up to date. Default e-mail alone. */
  readonly syncProfileAttributes: readonly SyncedAttribute[]
  /** Default 250 000. */
  readonly samlMessageMaxByteSize: number
  /** The sign-in page goes straight to this provider. */
  readonly autoSignInWithProvider: string | undefined
  readonly providers: readonly ProviderConfig[]
}

/** What a provider may keep up to date, and then locks for the person. */
export type SyncedAttribute = 'name' | 'email' | 'location' | 'organization' | 'job_title'

/** GitLab's defaults. */
export const defaultSettings: OmniauthSettings = {
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
}

const actedOn = [
  'enabled',
  'allow_single_sign_on',
  'block_auto_created_users',
  'auto_sign_in_with_provider',
  'providers',
]

/** Not acted on yet, and each would change who gets in, or how far: refused unless it is switched off. */
const refused = ['auto_link_user', 'auto_link_ldap_user', 'auto_link_saml_user', 'external_providers']

/** Not acted on yet; without them nobody gets in who would not get in with them. */
const ignored = [
  'allow_bypass_two_factor',
  'sync_profile_from_provider',
  'sync_profile_attributes',
  'sync_email_from_provider',
  'saml_message_max_byte_size',
  'cas3_session_duration',
]

/** Reads the settings under their names in `gitlab.rb`, `omniauth_` included. */
export function readSettings(hash: object, findings: Findings): OmniauthSettings {
  const reader = optionsReader(hash, '', findings)
  const known = [...actedOn, ...refused, ...ignored].map((key) => `omniauth_${key}`)
  for (const key of reader.keys()) if (!known.includes(key)) reader.problem(key, unknownKey(key, known))
  for (const key of refused) {
    if (isOn(reader.value(`omniauth_${key}`)))
      reader.problem(`omniauth_${key}`, 'is not supported yet: expected it to be absent or false')
  }
  for (const key of ignored) {
    if (isOn(reader.value(`omniauth_${key}`)))
      reader.warning(`omniauth_${key}`, 'is not supported yet and has no effect')
  }
  const list = reader.value('omniauth_providers')
  const providers = list === undefined ? [] : checkProviders(list, findings)
  const names = providers.map((provider) => provider.name)
  return {
    ...defaultSettings,
    enabled: reader.flag('omniauth_enabled') ?? true,
    allowSingleSignOn: readAllowed(reader, names),
    blockAutoCreatedUsers: reader.flag('omniauth_block_auto_created_users') ?? true,
    autoSignInWithProvider: readAutoSignIn(reader, names),
    providers,
  }
}

function isOn(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
}

/** true, false or names. In Ruby any text counts as true and lets everybody in; here a text is refused. */
function readAllowed(reader: OptionsReader, names: readonly string[]): boolean | readonly string[] {
  const key = 'omniauth_allow_single_sign_on'
  const value = reader.value(key) ?? false
  if (typeof value === 'boolean') return value
  if (!Array.isArray(value) || !value.every((name): name is string => typeof name === 'string')) {
    reader.problem(key, `is ${describe(value)}: expected true, false or a list of provider names`)
    return false
  }
  for (const name of value)
    if (!names.includes(name)) reader.warning(key, `names ${name}, which is not among the providers`)
  return value
}

function readAutoSignIn(reader: OptionsReader, names: readonly string[]): string | undefined {
  const key = 'omniauth_auto_sign_in_with_provider'
  const value = reader.value(key) ?? false
  if (value === false) return undefined
  if (typeof value === 'string' && names.includes(value)) return value
  reader.problem(key, 'is not a name among the providers')
  return undefined
}
