import type { AuthHash } from './auth-hash.ts'
import type { ProviderHttp } from './provider-http.ts'

/** What a strategy may use of the world. */
export interface StrategyServices {
  /** The way to the provider: time limit, size limit, few redirects. */
  readonly http: ProviderHttp
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly randomBytes: (length: number) => Uint8Array
}

/** Small texts that a strategy wants back at the callback (PKCE verifier, nonce). Kept encrypted in the person's browser. */
export type Kept = Readonly<Record<string, string>>

export interface RequestPhase {
  readonly request: Request
  /** Where the provider sends the person back to; from configuration, never from headers. */
  readonly callbackUrl: string
  /** 48 hex characters, new for each sign-in. The strategy must send it as it is. */
  readonly state: string
}

export interface CallbackPhase {
  readonly request: Request
  readonly callbackUrl: string
  /** Query and form parameters of the callback. The state among them has been checked. */
  readonly params: URLSearchParams
  /** What the request phase of this same sign-in returned as `keep`. */
  readonly kept: Kept
}

/**
 * One way to sign in: a plain object with two functions.
 *
 * - `requestPhase` says where to send the browser. It may be called for people who never come back; it must not remember anything itself.
 * - `callbackPhase` runs at most once for each request phase, after state, provider and age were checked. It asks the provider and returns
 *   the auth hash, or throws an `OmniauthError`. Anything else that it throws is treated as a fault and not shown.
 * Both may run in parallel for many people.
 */
export interface Strategy {
  /** The provider's name: URL segment, and `provider` of the auth hash. */
  readonly name: string
  readonly label: string
  readonly icon?: string
  /** What the operator should know about this configuration; logged once when the strategy is put to use. */
  readonly warnings: readonly string[]
  requestPhase(services: StrategyServices, phase: RequestPhase): Promise<{ location: string; keep: Kept }>
  callbackPhase(services: StrategyServices, phase: CallbackPhase): Promise<AuthHash>
}
