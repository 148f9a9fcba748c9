import type { AuthHash } from './auth-hash.ts'
import type { ProviderConfig } from './config/providers.ts'
import type { OmniauthFailure } from './failure.ts'
import type { Log } from './log.ts'
import type { Strategy } from './strategy.ts'

type Answer = Response | Promise<Response>

export interface OmniauthSuccess {
  readonly auth: AuthHash
  /** Where the person came from: a path of this application, or undefined. */
  readonly origin: string | undefined
  /** Query parameters of the request phase. */
  readonly params: Readonly<Record<string, string>>
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
  /** The CSRF check of the request phase: true only for a request made by one of the application's own pages. It gets a copy whose body it may read. */
  validateRequest(request: Request): boolean | Promise<boolean>
  onSuccess(result: OmniauthSuccess): Answer
  /** Default: 302 to `{basePath}{pathPrefix}/failure?message=..[&origin=..]&strategy=..`, a page of the application. */
  onFailure?(failure: OmniauthFailure & { request: Request; origin: string | undefined }): Answer
  readonly hooks?: OmniauthHooks
  readonly fetch?: typeof globalThis.fetch
  /** Time limit of one call to a provider. Default 10 seconds. */
  readonly timeoutMs?: number
  /** Epoch milliseconds. */
  readonly clock?: () => number
  readonly randomBytes?: (length: number) => Uint8Array
  readonly log?: Log
}

export interface OmniauthProvider {
  readonly name: string
  readonly label: string
  readonly icon?: string
  /** Where a form of the sign-in page posts to. */
  readonly requestPath: string
}

export interface Omniauth {
  /** Answers the requests that are its own; undefined for all others, which are the application's. */
  handler(request: Request): Promise<Response | undefined>
  readonly providers: readonly OmniauthProvider[]
}

export function omniauth(options: OmniauthOptions): Omniauth {
  throw new Error(`not there yet: ${options.fullHost}`)
}
