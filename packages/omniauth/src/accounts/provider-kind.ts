import type { Coverage } from '#config/setting-lists'
import type { ProviderConfig } from '#core/provider-config'

/** Whether a setting that is true, false or a list includes a provider. Unlike in Ruby, the setting is never a text. */
export function covers(setting: Coverage, provider: string): boolean {
  return typeof setting === 'boolean' ? setting : setting.includes(provider)
}

/** GitLab has separate settings for SAML. A provider is SAML by its name or by its strategy. */
export function isSamlProvider({ providers }: { providers: readonly ProviderConfig[] }, name: string): boolean {
  const strategyClass = providers.find((provider) => provider.name === name)?.args?.['strategy_class'] ?? name
  return strategyClass === 'saml' || strategyClass === 'OmniAuth::Strategies::SAML'
}

/** GitLab's directories are named `ldapmain`, `ldapsecondary` and so on. */
export function isLdapProvider(name: string): boolean {
  return name.startsWith('ldap')
}
