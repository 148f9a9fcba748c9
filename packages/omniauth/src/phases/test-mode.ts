import type { AuthHash } from '#core/auth-hash'
import type { OmniauthError } from '#core/failure'
import type { Strategy } from '#core/strategy'

/** Answers instead of providers. `testMode()` of `@poolhouse/omniauth/testing` makes it. A configuration can not. */
export interface TestMode {
  /** The provider's answer: an auth hash, or an error. */
  answerOf(provider: string): AuthHash | OmniauthError
}

/**
 * A strategy that redirects directly to the callback, with the test mode's answer. The checks, the state and the hooks
 * stay real.
 */
export function inTestMode(strategy: Strategy, mode: TestMode): Strategy {
  const { name, label, icon, warnings, mounting } = strategy
  return {
    name,
    label,
    ...(icon !== undefined && { icon }),
    warnings,
    ...(mounting && { mounting }),
    async requestPhase(_, { request, callbackUrl, state }) {
      const query = new URL(request.url).searchParams
      query.set('state', state)
      return { location: `${callbackUrl}?${query}`, keep: {} }
    },
    async callbackPhase() {
      const answer = mode.answerOf(name)
      if (answer instanceof Error) throw answer
      return { ...answer, provider: name }
    },
  }
}
