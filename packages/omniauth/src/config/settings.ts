import {
  describe,
  type Findings,
  newFindings,
  type OptionsReader,
  optionsReader,
  problemFree,
} from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import { checkProviders } from './provider-checks.ts'
import { readAttributes, readCoverage, readNames, type SyncedAttribute } from './setting-lists.ts'

export type { Coverage, SyncedAttribute } from './setting-lists.ts'

/**
 * GitLab's OmniAuth settings.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export interface OmniauthSettings {
  /** false hides every provider button and turns OmniAuth off. Default true. */
  readonly enabled: boolean
  /** Providers that may create accounts on first sign-in. Default false: none. */
  readonly allowSingleSignOn: boolean | readonly string[]
  /** A created account waits for approval. Default true. */
  readonly blockAutoCreatedUsers: boolean
  /**
   * Providers whose sign-in is linked to an account of the same verified e-mail address. Not for SAML. Default false.
   */
  readonly autoLinkUser: boolean | readonly string[]
  /** A sign-in is linked to the account of the directory's person with the same uid, address or DN. Default false. */
  readonly autoLinkLdapUser: boolean
  /** As `autoLinkUser`, for SAML. Default false. */
  readonly autoLinkSamlUser: boolean
  /** Accounts that these providers create are external. Default: none. */
  readonly externalProviders: readonly string[]
  /** After a sign-in with these providers the application does not ask for its second factor. Default false. */
  readonly allowBypassTwoFactor: boolean | readonly string[]
  /** Providers that keep an account's profile up to date. Default false. */
  readonly syncProfileFromProvider: boolean | readonly string[]
  /** The attributes that they keep up to date. Default: only e-mail. */
  readonly syncProfileAttributes: readonly SyncedAttribute[]
  /** Default 250 000. */
  readonly samlMessageMaxByteSize: number
  /** The sign-in page redirects to this provider. */
  readonly autoSignInWithProvider: string | undefined
  readonly providers: readonly ProviderConfig[]
}

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

/** How a configuration format spells the names of settings. */
export interface SettingNames {
  /** The path before a name in messages. */
  readonly path: string
  /** The format's spelling of a name such as `auto_link_user`. */
  written(name: string): string
}

/** The names in `gitlab.yml`, below `omniauth:`. */
export const plainNames: SettingNames = { path: '', written: (name) => name }

/** Settings of CAS, which GitLab has removed. */
const removed = ['cas3', 'cas3_session_duration']
const known = [
  'enabled',
  'allow_single_sign_on',
  'block_auto_created_users',
  'auto_link_user',
  'auto_link_ldap_user',
  'auto_link_saml_user',
  'external_providers',
  'allow_bypass_two_factor',
  'sync_profile_from_provider',
  'sync_profile_attributes',
  'sync_email_from_provider',
  'auto_sign_in_with_provider',
  'saml_message_max_byte_size',
  'providers',
  ...removed,
]

/**
 * Reads the settings from an object with GitLab's keys, the same as in `gitlab.yml` below `omniauth:`. Throws a
 * `ConfigurationError` with all problems. Calls `warn` with each warning.
 */
export function readOmniauthSettings(
  settings: object,
  { warn }: { warn?(warning: string): void } = {},
): OmniauthSettings {
  const findings = newFindings()
  const read = readSettings(settings, findings)
  problemFree(findings)
  for (const { message } of findings.warnings) warn?.(message)
  return read
}

/** Reads the settings. Problems and warnings go to `findings`. */
export function readSettings(hash: object, findings: Findings, names: SettingNames = plainNames): OmniauthSettings {
  const reader = renamed(optionsReader(hash, names.path, findings), names)
  optionsReader(hash, names.path, findings).onlyKnown(known.map(names.written))
  for (const key of removed) {
    if (isSet(reader.value(key)))
      reader.warning(key, 'has no effect, because GitLab has removed CAS: remove the setting')
  }
  const size = readSize(reader)
  const list = reader.value('providers') ?? []
  if (!Array.isArray(list)) reader.problem('providers', `is ${describe(list)}: expected a list of provider hashes`)
  const providers = checkProviders(Array.isArray(list) ? list : [], {
    findings,
    ...(size !== undefined && { samlMessageMaxByteSize: size }),
  })
  const present = providers.map((provider) => provider.name)
  const coverage = (key: string, loneText?: 'a list of one') => readCoverage(reader, { key, present, loneText })
  return {
    enabled: reader.flag('enabled') ?? defaultSettings.enabled,
    allowSingleSignOn: coverage('allow_single_sign_on'),
    blockAutoCreatedUsers: reader.flag('block_auto_created_users') ?? defaultSettings.blockAutoCreatedUsers,
    autoLinkUser: coverage('auto_link_user', 'a list of one'),
    autoLinkLdapUser: reader.flag('auto_link_ldap_user') ?? defaultSettings.autoLinkLdapUser,
    autoLinkSamlUser: reader.flag('auto_link_saml_user') ?? defaultSettings.autoLinkSamlUser,
    externalProviders: readNames(reader, { key: 'external_providers', present }),
    allowBypassTwoFactor: coverage('allow_bypass_two_factor'),
    ...readSync(reader, present),
    samlMessageMaxByteSize: size ?? defaultSettings.samlMessageMaxByteSize,
    autoSignInWithProvider: readProvider(reader, 'auto_sign_in_with_provider', present),
    providers,
  }
}

/** A reader that takes GitLab's names for every configuration format. */
function renamed(reader: OptionsReader, { written }: SettingNames): OptionsReader {
  return {
    ...reader,
    value: (key) => reader.value(written(key)),
    flag: (key) => reader.flag(written(key)),
    problem: (key, message) => reader.problem(written(key), message),
    warning: (key, message) => reader.warning(written(key), message),
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false
}

function readSize(reader: OptionsReader): number | undefined {
  const value = reader.value('saml_message_max_byte_size')
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)) return value
  reader.problem('saml_message_max_byte_size', `is ${describe(value)}: expected a number of bytes`)
  return undefined
}

/** `sync_email_from_provider` is an old setting. It adds a provider to the first list, and `email` to the second. */
function readSync(
  reader: OptionsReader,
  present: readonly string[],
): Pick<OmniauthSettings, 'syncProfileFromProvider' | 'syncProfileAttributes'> {
  const from = readCoverage(reader, { key: 'sync_profile_from_provider', present })
  const attributes = readAttributes(reader, 'sync_profile_attributes')
  const emailFrom = readProvider(reader, 'sync_email_from_provider', present)
  if (emailFrom === undefined) return { syncProfileFromProvider: from, syncProfileAttributes: attributes }
  return {
    syncProfileFromProvider: from === true || [...new Set([...(from || []), emailFrom])],
    syncProfileAttributes: [...new Set<SyncedAttribute>([...attributes, 'email'])],
  }
}

function readProvider(reader: OptionsReader, key: string, present: readonly string[]): string | undefined {
  const value = reader.value(key) ?? false
  if (value === false) return undefined
  if (typeof value === 'string' && present.includes(value)) return value
  reader.problem(key, 'is not the name of a provider: expected a name from the list of providers')
  return undefined
}
