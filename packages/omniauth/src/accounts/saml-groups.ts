import type { OmniauthSettings } from '#config/settings'
import type { AuthHash } from '#core/auth-hash'
import { isSamlProvider } from './provider-kind.ts'

type Providers = Pick<OmniauthSettings, 'providers'>

/**
 * Whether the user is in one of a SAML provider's `external_groups`. undefined when the provider has no such groups,
 * and so does not decide.
 */
export function inExternalGroup(settings: Providers, auth: Pick<AuthHash, 'provider' | 'extra'>): boolean | undefined {
  const provider = settings.providers.find(({ name }) => name === auth.provider)
  const external = texts(provider?.external_groups)
  if (external.length === 0 || !isSamlProvider(settings, auth.provider)) return undefined
  const groups = texts(auth.extra.raw_info[provider?.groups_attribute ?? ''])
  return groups.some((group) => external.includes(group))
}

/**
 * Whether the user signed in with two factors at a SAML provider: the provider names a context that
 * `upstream_two_factor_authn_contexts` lists. The application then does not ask for its own second factor.
 */
export function hasUpstreamTwoFactor(settings: Providers, auth: Pick<AuthHash, 'provider' | 'extra'>): boolean {
  if (!isSamlProvider(settings, auth.provider)) return false
  const args = settings.providers.find(({ name }) => name === auth.provider)?.args
  const enough = texts(args?.['upstream_two_factor_authn_contexts'])
  return texts(auth.extra['authn_contexts']).some((context) => enough.includes(context))
}

/** A list of texts. A single text becomes a list with one item. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
