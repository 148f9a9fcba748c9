import type { CallbackPhase, OmniauthOptions, Strategy } from '@poolhouse/omniauth'
import { type Application, application } from './application.ts'

/** A strategy without a provider: it redirects the browser and accepts every callback. */
export function strategy(name = 'test', callback?: (phase: CallbackPhase) => void): Strategy {
  return {
    name,
    label: 'Test',
    warnings: [],
    requestPhase: async (_, { state }) => ({
      location: `https://idp.test/?state=${state}`,
      keep: { verifier: 'kept' },
    }),
    async callbackPhase(_, phase) {
      callback?.(phase)
      return {
        provider: name,
        uid: phase.params.get('uid') ?? '1',
        info: { name: 'Jane' },
        credentials: { token: 't', expires: false },
        extra: { raw_info: {} },
      }
    },
  }
}

export const app = (options: Partial<OmniauthOptions> = {}): Application =>
  application({ providers: [strategy()], pathPrefix: '/auth', ...options })
export const post = { method: 'POST' }
export const stateOf = (location: URL): string => location.searchParams.get('state') ?? ''
