import type { OmniauthSettings } from '#config/settings'
import { covers, isSamlProvider } from './provider-kind.ts'

/**
 * Whether the application skips its second factor after a sign-in with a provider. Never after SAML, which has its own
 * setting for this (`upstream_two_factor_authn_contexts`).
 */
export function mayBypassTwoFactor(
  settings: Pick<OmniauthSettings, 'allowBypassTwoFactor' | 'providers'>,
  provider: string,
): boolean {
  return covers(settings.allowBypassTwoFactor, provider) && !isSamlProvider(settings, provider)
}

/**
 * When "Remember me" is granted: `now`, or only after the second factor.
 * `asked` is the `remember_me` parameter of the request phase.
 */
export function rememberMe(facts: {
  readonly asked: string | undefined
  readonly hasTwoFactor: boolean
  readonly bypassed: boolean
}): 'now' | 'after-two-factor' | 'no' {
  if (facts.asked !== '1') return 'no'
  return facts.hasTwoFactor && !facts.bypassed ? 'after-two-factor' : 'now'
}
