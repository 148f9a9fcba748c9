import type { AuthHash } from '#core/auth-hash'
import type { OmniauthFailure } from '#core/failure'
import type { Log } from '#core/log'
import type { ProviderConfig } from '#core/provider-config'
import type { SingleUse } from '#core/single-use'
import type { Kept, ProviderSignOut, Strategy } from '#core/strategy'
import type { TestMode } from './test-mode.ts'

type Answer = Response | Promise<Response>

export interface OmniauthSuccess {
  readonly auth: AuthHash
  /** Where the user came from: a path of this application, a URL of `allowedOrigins`, or undefined. */
  readonly origin: string | undefined
  /** Query parameters of the request phase. */
  readonly params: Readonly<Record<string, string>>
  /** What `keep` returned in the request phase. Empty when the provider started the sign-in. */
  readonly kept: Kept
  readonly request: Request
}

export interface OmniauthHooks {
  beforeRequest?(phase: { request: Request; provider: string }): void | Promise<void>
  afterRequest?(phase: { request: Request; provider: string; response: Response }): void | Promise<void>
  beforeCallback?(phase: { request: Request; provider: string }): void | Promise<void>
  beforeOptions?(phase: { request: Request; provider: string }): void | Promise<void>
}

export interface OmniauthOptions {
  readonly providers: readonly (ProviderConfig | Strategy)[]
  /**
   * Scheme and host of the application, such as `https://app.example.com`. Callback URLs come from it, never from
   * headers.
   */
  readonly fullHost: string
  /** Default `/auth`; GitLab's is `/users/auth`. */
  readonly pathPrefix?: string
  /** The path at which the application is mounted, such as `/gitlab`. Default: none. */
  readonly basePath?: string
  /** At least 32 bytes. The key that encrypts the transaction cookie is derived from it. */
  readonly secret: string | Uint8Array
  /**
   * The CSRF check of the request phase. Return true only for a request from a page of the application. The function
   * gets a copy of the request and may read its body. It runs for every method: if GET is allowed, only this check
   * prevents that a link on another site starts a sign-in.
   */
  validateRequest(request: Request): boolean | Promise<boolean>
  /**
   * Small texts that the application gets back at the callback, such as the signed-in account. A callback that is a
   * form of another site has no `SameSite=Lax` cookies, so the application can not read its session there. The texts
   * are stored encrypted in the browser, and only the application can set them.
   */
  keep?(request: Request): Kept | Promise<Kept>
  onSuccess(result: OmniauthSuccess): Answer
  /** Default: 302 to `{basePath}{pathPrefix}/failure?message=..[&origin=..]&strategy=..`, a page of the application. */
  onFailure?(failure: OmniauthFailure & { request: Request; origin: string | undefined; kept: Kept }): Answer
  /** Throws failures instead of answering them, so that a developer sees the stack. Default false. */
  readonly raiseFailures?: boolean
  /** The provider has ended a user's sessions (back-channel logout). End the application's sessions, too. */
  onProviderSignOut?(signedOut: ProviderSignOut): void | Promise<void>
  readonly hooks?: OmniauthHooks
  /**
   * Methods that start a request phase. Default: only POST. The application answers the others. GET gives one warning.
   */
  readonly allowedRequestMethods?: readonly string[]
  /** Gives no warning for GET. */
  readonly silenceGetWarning?: boolean
  /** The parameter with the place to return to. false: no origin is stored. Default `origin`. */
  readonly originParam?: string | false
  /** Further origins that a user may return to, such as `https://www.example.com`. Default: none. */
  readonly allowedOrigins?: readonly string[]
  /** Answers instead of the providers. For tests: see `@poolhouse/omniauth/testing`. */
  readonly testMode?: TestMode
  readonly fetch?: typeof globalThis.fetch
  /** The time limit of one call to a provider. Default 10 seconds. */
  readonly timeoutMs?: number
  /** Epoch milliseconds. */
  readonly clock?: () => number
  readonly randomBytes?: (length: number) => Uint8Array
  /**
   * Remembers SAML assertions, which count only once. Default: the memory of this process. Several processes need a
   * shared one (`@poolhouse/omniauth/single-use/sqlite`, `/postgres`).
   */
  readonly singleUse?: SingleUse
  readonly log?: Log
}
