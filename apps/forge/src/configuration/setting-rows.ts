import type { OmniauthSettings } from '@poolhouse/omniauth'

type Value = boolean | number | string | undefined | readonly string[]

/** One of GitLab's OmniAuth settings, by the name that `gitlab.yml` has for it. */
export interface SettingRow {
  setting: string
  /** What it decides, in a sentence. */
  meaning: string
  read(settings: OmniauthSettings): Value
  /** Further names that its value may come from. */
  also?: readonly string[]
}

/** Every setting but the providers, in the order of GitLab's documentation. */
export const settingRows: readonly SettingRow[] = [
  {
    setting: 'enabled',
    meaning: 'Providers can be used at all.',
    read: ({ enabled }) => enabled,
  },
  {
    setting: 'allow_single_sign_on',
    meaning: 'Providers that may make an account on first sign-in.',
    read: ({ allowSingleSignOn }) => allowSingleSignOn,
  },
  {
    setting: 'block_auto_created_users',
    meaning: 'An account made by a provider waits for approval.',
    read: ({ blockAutoCreatedUsers }) => blockAutoCreatedUsers,
  },
  {
    setting: 'auto_link_user',
    meaning: 'Providers whose people get the account with the same verified address.',
    read: ({ autoLinkUser }) => autoLinkUser,
  },
  {
    setting: 'auto_link_ldap_user',
    meaning: 'A sign-in gets the account of the same person of the directory.',
    read: ({ autoLinkLdapUser }) => autoLinkLdapUser,
  },
  {
    setting: 'auto_link_saml_user',
    meaning: 'SAML providers link by address.',
    read: ({ autoLinkSamlUser }) => autoLinkSamlUser,
  },
  {
    setting: 'external_providers',
    meaning: 'Accounts that these providers make are external.',
    read: ({ externalProviders }) => externalProviders,
  },
  {
    setting: 'allow_bypass_two_factor',
    meaning: 'Providers after which no second factor is asked.',
    read: ({ allowBypassTwoFactor }) => allowBypassTwoFactor,
  },
  {
    setting: 'sync_profile_from_provider',
    meaning: 'Providers that keep profiles up to date.',
    read: ({ syncProfileFromProvider }) => syncProfileFromProvider,
    also: ['sync_email_from_provider'],
  },
  {
    setting: 'sync_profile_attributes',
    meaning: 'What they keep up to date, and lock.',
    read: ({ syncProfileAttributes }) => syncProfileAttributes,
    also: ['sync_email_from_provider'],
  },
  {
    setting: 'auto_sign_in_with_provider',
    meaning: 'The sign-in page goes straight to this provider.',
    read: ({ autoSignInWithProvider }) => autoSignInWithProvider,
  },
  {
    setting: 'saml_message_max_byte_size',
    meaning: 'Longest SAML message that is read, in bytes.',
    read: ({ samlMessageMaxByteSize }) => samlMessageMaxByteSize,
  },
]

/** As people read it: `true`, `cognito, github`, `none`. */
export function valueText(value: Value): string {
  if (value === undefined) return 'none'
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ')
  return String(value)
}
