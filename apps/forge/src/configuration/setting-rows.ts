import type { OmniauthSettings } from '@poolhouse/omniauth'

type Value = boolean | number | string | undefined | readonly string[]

/** One of GitLab's OmniAuth settings, by its name in `gitlab.yml`. */
export interface SettingRow {
  setting: string
  /** What the setting does, in one sentence. */
  meaning: string
  read(settings: OmniauthSettings): Value
  /** Other settings that can also set this value. */
  also?: readonly string[]
}

/** Every setting but the providers, in the order of GitLab's documentation. */
export const settingRows: readonly SettingRow[] = [
  {
    setting: 'enabled',
    meaning: 'Users can sign in with providers.',
    read: ({ enabled }) => enabled,
  },
  {
    setting: 'allow_single_sign_on',
    meaning: 'Providers that can create an account at the first sign-in.',
    read: ({ allowSingleSignOn }) => allowSingleSignOn,
  },
  {
    setting: 'block_auto_created_users',
    meaning: 'An account that a provider creates needs approval.',
    read: ({ blockAutoCreatedUsers }) => blockAutoCreatedUsers,
  },
  {
    setting: 'auto_link_user',
    meaning: 'Providers that sign in to the account with the same verified email address.',
    read: ({ autoLinkUser }) => autoLinkUser,
  },
  {
    setting: 'auto_link_ldap_user',
    meaning: 'Providers sign in to the account of the same person in the directory.',
    read: ({ autoLinkLdapUser }) => autoLinkLdapUser,
  },
  {
    setting: 'auto_link_saml_user',
    meaning: 'SAML providers sign in to the account with the same email address.',
    read: ({ autoLinkSamlUser }) => autoLinkSamlUser,
  },
  {
    setting: 'external_providers',
    meaning: 'Providers that create external accounts.',
    read: ({ externalProviders }) => externalProviders,
  },
  {
    setting: 'allow_bypass_two_factor',
    meaning: 'Providers that sign in without a second factor.',
    read: ({ allowBypassTwoFactor }) => allowBypassTwoFactor,
  },
  {
    setting: 'sync_profile_from_provider',
    meaning: 'Providers that update profiles at each sign-in.',
    read: ({ syncProfileFromProvider }) => syncProfileFromProvider,
    also: ['sync_email_from_provider'],
  },
  {
    setting: 'sync_profile_attributes',
    meaning: 'Attributes that these providers update. Users cannot edit them.',
    read: ({ syncProfileAttributes }) => syncProfileAttributes,
    also: ['sync_email_from_provider'],
  },
  {
    setting: 'auto_sign_in_with_provider',
    meaning: 'The sign-in page redirects to this provider.',
    read: ({ autoSignInWithProvider }) => autoSignInWithProvider,
  },
  {
    setting: 'saml_message_max_byte_size',
    meaning: 'Maximum size of a SAML message, in bytes.',
    read: ({ samlMessageMaxByteSize }) => samlMessageMaxByteSize,
  },
]

/** The value as text: `true`, `cognito, github`, `none`. */
export function valueText(value: Value): string {
  if (value === undefined) return 'none'
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ')
  return String(value)
}
