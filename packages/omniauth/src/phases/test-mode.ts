import type { AuthHash } from '#core/auth-hash'
import type { OmniauthError } from '#core/failure'
import type { Strategy } from '#core/strategy'

/** Answers in place of providers. It is made by `testMode()` of `@poolhouse/omniauth/testing`, never by a configuration. */
export interface TestMode {
  /** What the provider answers: an auth hash, or why there is none. */
  answerOf(provider: string): AuthHash | OmniauthError
}

/** A strategy that comes back at once, with what the test mode answers. Everything around it (checks, state, hooks) stays real. */
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
