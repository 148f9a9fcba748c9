import type { Coverage } from '#config/setting-lists'
import type { ProviderConfig } from '#core/provider-config'

/** Whether a setting that is true, false or a list covers a provider. Any text is true in Ruby; here there are none. */
export function covers(setting: Coverage, provider: string): boolean {
  return typeof setting === 'boolean' ? setting : setting.includes(provider)
}

/** SAML has settings of its own in GitLab: by the provider's name or by its strategy. */
export function isSamlProvider({ providers }: { providers: readonly ProviderConfig[] }, name: string): boolean {
  const strategyClass = providers.find((provider) => provider.name === name)?.args?.['strategy_class'] ?? name
  return strategyClass === 'saml' || strategyClass === 'OmniAuth::Strategies::SAML'
}

/** GitLab's directories are named `ldapmain`, `ldapsecondary` and so on. */
export function isLdapProvider(name: string): boolean {
  return name.startsWith('ldap')
}
