import { sealer } from '#cookies/sealing'
import { consoleLog, type Log } from '#core/log'
import type { Omniauth } from '#phases/omniauth'
import type { RefreshServices, Sealed } from './refresh-once.ts'
import type { TokenStore } from './token-store.ts'

export interface TokenOptions {
  /** Asks the providers. Pass the result of `omniauth`. */
  readonly providers: Pick<Omniauth, 'refreshTokens' | 'revokeToken'>
  /** At least 32 bytes, the same in all processes. The key that seals the tokens is derived from it. */
  readonly secret: string | Uint8Array
  /** How long before its end an access token is refreshed. Default: a minute. */
  readonly refreshAheadMs?: number
  /** Epoch milliseconds. */
  readonly clock?: () => number
  readonly log?: Log
  /** Waits for another process. Default `setTimeout`. */
  readonly pause?: (ms: number) => Promise<void>
}

export interface TokenServices extends RefreshServices {
  readonly marginMs: number
  /** Parallel calls with the same key share one call. */
  together<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer>
  isUnderWay(key: string): boolean
}

export function tokenServices(options: TokenOptions, store: TokenStore): TokenServices {
  const { providers, secret, clock = Date.now, log = consoleLog, refreshAheadMs = 60_000 } = options
  if ((typeof secret === 'string' ? new TextEncoder().encode(secret) : secret).length < 32)
    throw new TypeError('The secret of the tokens is too short: expected at least 32 bytes')
  return {
    providers,
    store,
    sealed: sealer<Sealed>(secret, 'tokens'),
    clock,
    log,
    pause: options.pause ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
    marginMs: refreshAheadMs,
    ...sharedCalls(),
  }
}

function sharedCalls(): Pick<TokenServices, 'together' | 'isUnderWay'> {
  const underWay = new Map<string, Promise<unknown>>()
  return {
    isUnderWay: (key) => underWay.has(key),
    together(key, work) {
      const before = underWay.get(key)
      // All calls with the same key have the same type of answer.
      if (before !== undefined) return before as ReturnType<typeof work>
      const call = work().finally(() => underWay.delete(key))
      underWay.set(key, call)
      return call
    },
  }
}
