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
  /** Where the person came from: a path of this application, an address of `allowedOrigins`, or undefined. */
  readonly origin: string | undefined
  /** Query parameters of the request phase. */
  readonly params: Readonly<Record<string, string>>
  /** What `keep` answered in the request phase; empty when the provider began the sign-in. */
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
  /** Scheme and host of the application, such as `https://app.example.com`. Callback URLs are made from it, never from headers. */
  readonly fullHost: string
  /** Default `/auth`; GitLab's is `/users/auth`. */
  readonly pathPrefix?: string
  /** Where the application is mounted, such as `/gitlab`. Default: nowhere. */
  readonly basePath?: string
  /** At least 32 bytes; keys the transaction cookie. */
  readonly secret: string | Uint8Array
  /**
   * The CSRF check of the request phase: true only for a request made by one of the application's own pages. It gets a copy whose body it
   * may read. It is asked for every method: where GET is allowed, this is what keeps another site's link from starting a sign-in.
   */
  validateRequest(request: Request): boolean | Promise<boolean>
  /**
   * Small texts that the application wants back at the callback, such as who is signed in: a callback that comes as another site's form brings no `SameSite=Lax` cookie
   * along. They are kept encrypted in the person's browser, and nobody but the application can set them.
   */
  keep?(request: Request): Kept | Promise<Kept>
  onSuccess(result: OmniauthSuccess): Answer
  /** Default: 302 to `{basePath}{pathPrefix}/failure?message=..[&origin=..]&strategy=..`, a page of the application. */
  onFailure?(failure: OmniauthFailure & { request: Request; origin: string | undefined; kept: Kept }): Answer
  /** Throw failures instead of answering them: for development, so that a stack is seen at once. Default false. */
  readonly raiseFailures?: boolean
  /** A provider has ended somebody's sessions (back-channel logout): end those of the application too. */
  onProviderSignOut?(signedOut: ProviderSignOut): void | Promise<void>
  readonly hooks?: OmniauthHooks
  /** Methods that begin a request phase. Default POST alone; others are the application's. GET is warned of once. */
  readonly allowedRequestMethods?: readonly string[]
  /** Do not warn of GET. */
  readonly silenceGetWarning?: boolean
  /** The parameter that names where to return to; false: no origin is kept. Default `origin`. */
  readonly originParam?: string | false
  /** Further origins that people may be sent back to, such as `https://www.example.com`. Default none. */
  readonly allowedOrigins?: readonly string[]
  /** Providers are not asked; answers come from here. For tests: see `@poolhouse/omniauth/testing`. */
  readonly testMode?: TestMode
  readonly fetch?: typeof globalThis.fetch
  /** Time limit of one call to a provider. Default 10 seconds. */
  readonly timeoutMs?: number
  /** Epoch milliseconds. */
  readonly clock?: () => number
  readonly randomBytes?: (length: number) => Uint8Array
  /** Remembers SAML's assertions, which count once. Default: this process's own memory; several processes want one that they share (`@poolhouse/omniauth/single-use/sqlite`, `/postgres`). */
  readonly singleUse?: SingleUse
  readonly log?: Log
}
