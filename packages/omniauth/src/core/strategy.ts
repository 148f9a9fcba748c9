import type { AuthCredentials, AuthHash } from './auth-hash.ts'
import type { ProviderHttp } from './provider-http.ts'
import type { ProviderSession } from './provider-session.ts'
import type { SingleUse } from './single-use.ts'

/** The services that a strategy may use. */
export interface StrategyServices {
  /** HTTP calls to the provider, with limits for time, size and redirects. */
  readonly http: ProviderHttp
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly randomBytes: (length: number) => Uint8Array
  /** For answers that must count only once. */
  readonly singleUse: SingleUse
}

/**
 * Small texts that a strategy gets back at the callback (PKCE verifier, nonce). They are stored encrypted in the
 * browser.
 */
export type Kept = Readonly<Record<string, string>>

export interface RequestPhase {
  readonly request: Request
  /** Where the provider redirects the browser to. From the configuration, never from headers. */
  readonly callbackUrl: string
  /** 48 hex characters, new for each sign-in. The strategy must send it unchanged. */
  readonly state: string
}

/**
 * Where a sign-in continues: at an address, or on a page of the strategy (a form that posts to the provider, or that
 * asks the user). The callback gets `keep` back.
 */
export type RequestAnswer =
  | { readonly location: string; readonly keep: Kept }
  | { readonly page: Response; readonly keep: Kept }

export interface CallbackPhase {
  readonly request: Request
  readonly callbackUrl: string
  /** Query and form parameters of the callback. The state has been checked. */
  readonly params: URLSearchParams
  /** The `keep` that the request phase of this sign-in returned. */
  readonly kept: Kept
}

/** A callback without a sign-in that this application started. */
export interface UnsolicitedPhase {
  readonly request: Request
  readonly callbackUrl: string
  /** Query and form parameters. There was no state to check. */
  readonly params: URLSearchParams
}

/** A request on another path of the strategy, `{requestPath}/{path}`. */
export interface OtherPhase {
  readonly request: Request
  readonly callbackUrl: string
  /** Query and form parameters. No state was checked: the strategy must check the message itself. */
  readonly params: URLSearchParams
}

/**
 * The sessions that a provider has ended, with the ids that `providerSessionOf` returned at the sign-in: `subject`,
 * `sid` or both.
 */
export interface ProviderSignOut extends Pick<ProviderSession, 'provider' | 'subject' | 'sid'> {
  /** Absent when the uid is another field than the provider's subject (`uid_field`, `uid_attribute`). */
  readonly uid?: string
}

/** A user's sign-out from the application. */
export interface SignOut {
  readonly returnTo: string
  readonly callbackUrl: string
  readonly idToken?: string
  readonly state?: string
  /** For SAML: `name_id`, `name_id_format` and `session_index` of the auth hash's extra. */
  readonly nameId?: string
  readonly nameIdFormat?: string
  readonly sessionIndex?: string
}

export interface OtherAnswer {
  readonly response: Response
  /** `onProviderSignOut` gets it before the response is sent. */
  readonly signedOut?: ProviderSignOut
}

/**
 * What is known about a provider without a sign-in. For `doctor` and for content security policies. Never log it: it
 * contains the client secret.
 */
export interface ProviderFacts {
  readonly protocol: 'oauth2' | 'openid-connect' | 'saml' | 'none'
  readonly issuer?: string
  /** Where the request phase redirects the browser to. */
  readonly authorizeUrl?: string
  readonly tokenUrl?: string
  readonly userInfoUrl?: string
  readonly jwksUri?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly authScheme?: 'basic_auth' | 'request_body' | 'none'
  readonly scope?: string
  readonly redirectUrl?: string
  /** For SAML: the provider's certificates, as PEM. */
  readonly signingCertificates?: readonly string[]
}

/** OmniAuth's options that every strategy has, from a provider's `args`. The phases apply them. */
export interface Mounting {
  /**
   * Replaces `{basePath}{pathPrefix}/{name}`. A function returns the path, or whether the request starts a sign-in. The
   * base path is not added.
   */
  readonly requestPath?: string | ((request: Request) => string | boolean)
  /** Replaces `{requestPath}/callback`. A function returns whether the request is a callback. */
  readonly callbackPath?: string | ((request: Request) => boolean)
  /** Replaces the application's path prefix. */
  readonly pathPrefix?: string
  /** The name of the origin parameter. false: no origin is stored. */
  readonly originParam?: string | false
  /** Leaves `info` empty, always or for some uids. */
  readonly skipInfo?: boolean | ((uid: string) => boolean)
  /** A page of the application that replaces the request phase. true: the application answers the request itself. */
  readonly form?: true | ((request: Request) => Response | Promise<Response>)
}

/**
 * One way to sign in: an object with two functions, and optional parts that only some providers need.
 *
 * - `requestPhase` returns where to send the browser. It must not store anything, because the user may never come back.
 * - `callbackPhase` runs at most once for each request phase, after the checks of state, provider and age. It asks the
 *   provider and returns the auth hash, or throws an `OmniauthError`. Any other error counts as a fault and is not
 *   shown. All functions may run in parallel for many users.
 */
export interface Strategy {
  /** The provider's name: its URL segment, and `provider` in the auth hash. */
  readonly name: string
  readonly label: string
  readonly icon?: string
  /**
   * Warnings about the configuration, for the administrator. They are logged once, when the application starts to use
   * it.
   */
  readonly warnings: readonly string[]
  /** The callback's parameter with the state. Default `state`. For SAML it is `RelayState`. */
  readonly stateParameter?: string
  /**
   * How the provider answers. `form_post` is a POST from another site, so the transaction cookie needs `SameSite=None`.
   * Default `query`.
   */
  readonly responseMode?: 'query' | 'form_post'
  /** The maximum size of a form from the provider. Default 64 KB. */
  readonly maxFormBytes?: number
  readonly mounting?: Mounting
  /** The strategy proves nothing. It is refused in production, and when `fullHost` is not this machine. */
  readonly onlyInDevelopment?: true
  requestPhase(services: StrategyServices, phase: RequestPhase): Promise<RequestAnswer>
  callbackPhase(services: StrategyServices, phase: CallbackPhase): Promise<AuthHash>
  /**
   * Handles a callback without a state from this application: some providers start sign-ins themselves. Without this
   * function such a callback fails with `csrf_detected`.
   */
  unsolicited?(services: StrategyServices, phase: UnsolicitedPhase): Promise<AuthHash>
  /** Further paths below the request path: SAML's `metadata`, OpenID Connect's `backchannel_logout`. */
  readonly others?: Readonly<Record<string, (services: StrategyServices, phase: OtherPhase) => Promise<OtherAnswer>>>
  /**
   * Where to send the browser so that the provider also signs the user out. undefined when the provider does not
   * support it.
   */
  signOutUrl?(services: StrategyServices, signOut: SignOut): Promise<string | undefined>
  /**
   * New tokens for a refresh token. The answer has a refresh token only when the provider gave a new one. Throws the
   * provider's error, such as `invalid_grant` when the refresh token is no longer valid. With the current ID token, a
   * new ID token must be about the same user.
   */
  refreshTokens?(
    services: StrategyServices,
    held: { refreshToken: string; idToken?: string | undefined },
  ): Promise<AuthCredentials>
  /** Revokes a refresh token and the tokens made from it. Does nothing when the provider has no such endpoint. */
  revokeToken?(services: StrategyServices, held: { token: string }): Promise<void>
  facts?(services: StrategyServices): Promise<ProviderFacts>
}
