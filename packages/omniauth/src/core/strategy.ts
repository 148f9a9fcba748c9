import type { AuthCredentials, AuthHash } from './auth-hash.ts'
import type { ProviderHttp } from './provider-http.ts'
import type { ProviderSession } from './provider-session.ts'
import type { SingleUse } from './single-use.ts'

/** What a strategy may use of the world. */
export interface StrategyServices {
  /** The way to the provider: time limit, size limit, few redirects. */
  readonly http: ProviderHttp
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly randomBytes: (length: number) => Uint8Array
  /** For answers that would be good twice. */
  readonly singleUse: SingleUse
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

/**
 * Where a sign-in goes on: at an address, or with a page of the strategy's own (a form that posts to the provider, or that asks the person).
 * `keep` comes back at the callback.
 */
export type RequestAnswer =
  | { readonly location: string; readonly keep: Kept }
  | { readonly page: Response; readonly keep: Kept }

export interface CallbackPhase {
  readonly request: Request
  readonly callbackUrl: string
  /** Query and form parameters of the callback. The state among them has been checked. */
  readonly params: URLSearchParams
  /** What the request phase of this same sign-in returned as `keep`. */
  readonly kept: Kept
}

/** A callback that no sign-in of this application began. */
export interface UnsolicitedPhase {
  readonly request: Request
  readonly callbackUrl: string
  /** Query and form parameters. There was no state to check. */
  readonly params: URLSearchParams
}

/** A request on a path of the strategy's own, `{requestPath}/{path}`. */
export interface OtherPhase {
  readonly request: Request
  readonly callbackUrl: string
  /** Query and form parameters. No state was checked: the strategy judges the message by itself. */
  readonly params: URLSearchParams
}

/** Whose sessions a provider has ended, by the names that `providerSessionOf` told at the sign-in; `subject` or `sid` is there. */
export interface ProviderSignOut extends Pick<ProviderSession, 'provider' | 'subject' | 'sid'> {
  /** Absent where uids are no names that the provider ends sessions by (`uid_field`, `uid_attribute`). */
  readonly uid?: string
}

/** A person who has signed out of the application. */
export interface SignOut {
  readonly returnTo: string
  readonly callbackUrl: string
  readonly idToken?: string
  readonly state?: string
  /** SAML's: `name_id`, `name_id_format` and `session_index` of the auth hash's extra. */
  readonly nameId?: string
  readonly nameIdFormat?: string
  readonly sessionIndex?: string
}

export interface OtherAnswer {
  readonly response: Response
  /** The application is told (`onProviderSignOut`) before the response is sent. */
  readonly signedOut?: ProviderSignOut
}

/** What can be seen of a provider without anybody signing in; for `doctor` and for content security policies. Never logged: it holds the secret. */
export interface ProviderFacts {
  readonly protocol: 'oauth2' | 'openid-connect' | 'saml' | 'none'
  readonly issuer?: string
  /** Where the browser is sent. */
  readonly authorizeUrl?: string
  readonly tokenUrl?: string
  readonly userInfoUrl?: string
  readonly jwksUri?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly authScheme?: 'basic_auth' | 'request_body' | 'none'
  readonly scope?: string
  readonly redirectUrl?: string
  /** SAML's certificates of the provider, as PEM. */
  readonly signingCertificates?: readonly string[]
}

/** What the phases do around a strategy: OmniAuth's options that every strategy has, read from a provider's `args`. */
export interface Mounting {
  /** In place of `{basePath}{pathPrefix}/{name}`; a function answers the path, or whether the request is one. The base path is not put before it. */
  readonly requestPath?: string | ((request: Request) => string | boolean)
  /** In place of `{requestPath}/callback`; a function answers whether the request is a callback. */
  readonly callbackPath?: string | ((request: Request) => boolean)
  /** In place of the application's path prefix. */
  readonly pathPrefix?: string
  /** The parameter that names the origin; false: none is kept. */
  readonly originParam?: string | false
  /** Leave `info` empty, always or for some uids. */
  readonly skipInfo?: boolean | ((uid: string) => boolean)
  /** A page of the application that stands in place of the request phase; true: the application answers the request itself. */
  readonly form?: true | ((request: Request) => Response | Promise<Response>)
}

/**
 * One way to sign in: a plain object with two functions, and what only some providers have.
 *
 * - `requestPhase` says where to send the browser. It may be called for people who never come back; it must not remember anything itself.
 * - `callbackPhase` runs at most once for each request phase, after state, provider and age were checked. It asks the provider and returns
 *   the auth hash, or throws an `OmniauthError`. Anything else that it throws is treated as a fault and not shown.
 * All functions may run in parallel for many people.
 */
export interface Strategy {
  /** The provider's name: URL segment, and `provider` of the auth hash. */
  readonly name: string
  readonly label: string
  readonly icon?: string
  /** What the operator should know about this configuration; logged once when the strategy is put to use. */
  readonly warnings: readonly string[]
  /** The callback's parameter that brings the state back. Default `state`; SAML's is `RelayState`. */
  readonly stateParameter?: string
  /** How the provider answers. `form_post` comes from another site as a POST: its transaction cookie must be `SameSite=None`. Default `query`. */
  readonly responseMode?: 'query' | 'form_post'
  /** How large a form the provider may send. Default 64 KB. */
  readonly maxFormBytes?: number
  readonly mounting?: Mounting
  /** It proves nothing: refused in production, and where `fullHost` is not this machine. */
  readonly onlyInDevelopment?: true
  requestPhase(services: StrategyServices, phase: RequestPhase): Promise<RequestAnswer>
  callbackPhase(services: StrategyServices, phase: CallbackPhase): Promise<AuthHash>
  /** A callback whose state is none of this application's: some providers begin sign-ins themselves. Without this function such a callback is `csrf_detected`. */
  unsolicited?(services: StrategyServices, phase: UnsolicitedPhase): Promise<AuthHash>
  /** Further paths below the request path: SAML's `metadata`, OpenID Connect's `backchannel_logout`. */
  readonly others?: Readonly<Record<string, (services: StrategyServices, phase: OtherPhase) => Promise<OtherAnswer>>>
  /** Where to send the browser so that the provider signs the person out too; undefined when it has no such place. */
  signOutUrl?(services: StrategyServices, signOut: SignOut): Promise<string | undefined>
  /**
   * New tokens for a refresh token. The answer holds a refresh token only when the provider gave a new one. Throws the provider's own error, `invalid_grant` when it is spent.
   * With the ID token that is held, one that comes with the answer must be about the same person.
   */
  refreshTokens?(
    services: StrategyServices,
    held: { refreshToken: string; idToken?: string | undefined },
  ): Promise<AuthCredentials>
  /** Ends a refresh token (and what was made from it) at the provider; does nothing when the provider has no such endpoint. */
  revokeToken?(services: StrategyServices, held: { token: string }): Promise<void>
  facts?(services: StrategyServices): Promise<ProviderFacts>
}
