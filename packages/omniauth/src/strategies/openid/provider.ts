import type { AuthInfo, JsonObject } from '#core/auth-hash'
import type { ProviderConfig } from '#core/provider-config'
import type { AuthorizeParam } from '../oauth2/options.ts'
import { infoOf } from '../oauth2/response-structure.ts'
import type { OpenIdClient } from './client.ts'
import type { MetadataSource } from './server.ts'

/** What the strategy knows about a person after the ID token is validated. */
export interface OpenIdPerson {
  /** The claims of the ID token. */
  readonly claims: JsonObject
  /** The user info document. Without one, the claims. */
  readonly document: JsonObject
  /** Query and form parameters of the callback. They come through the browser, so the person can change them. */
  readonly params: URLSearchParams
}

/** A provider of OpenID Connect as data. {@link openidStrategy} makes a strategy of it. */
export interface OpenIdProvider {
  readonly config: Pick<ProviderConfig, 'name' | 'label' | 'icon'>
  readonly warnings: readonly string[]
  readonly client: OpenIdClient
  readonly source: MetadataSource
  /** Includes `openid`. */
  readonly scope: string
  readonly pkce: boolean
  readonly responseMode?: 'form_post'
  /** The most seconds since the person signed in at the provider. */
  readonly maxAge?: number
  readonly authorizeParams: Readonly<Record<string, AuthorizeParam>>
  /** Parameters that the request phase takes from its query, such as `login_hint` and `ui_locales`. */
  readonly fromRequest: readonly string[]
  readonly tokenParams: Readonly<Record<string, string>>
  /** Replaces the callback URL. */
  readonly redirectUrl?: string
  /** Where the request for user info has the access token. False: the strategy does not fetch user info. */
  readonly userInfo: 'header' | 'body' | false
  /** The only accepted signature algorithm of ID tokens. Default: those that the provider names. */
  readonly idTokenAlg?: string
  /**
   * The issuer that an ID token must name, if it depends on the token. Undefined, and by default: the issuer of the
   * metadata.
   */
  issuerOf?(claims: JsonObject): string | undefined
  /** Whether a published key may sign an ID token with these claims. Default: every key may. */
  keyServes?(key: JsonObject, claims: JsonObject): boolean
  /** Further checks of a valid ID token. Throws an `OmniauthError` to refuse it. */
  judge?(claims: JsonObject): void
  /** Default: the `sub` of the ID token. */
  uidOf?(person: OpenIdPerson): string
  infoOf(person: OpenIdPerson): AuthInfo
  /** The form of the sign-out URL. Default: RP-initiated logout. */
  readonly signOutDialect?: 'cognito'
  readonly postLogoutRedirectUrl?: string
}

/** OpenID's standard claims under OmniAuth's names. */
export const standardAttributes = {
  name: 'name',
  email: 'email',
  email_verified: 'email_verified',
  nickname: 'preferred_username',
  first_name: 'given_name',
  last_name: 'family_name',
  image: 'picture',
  phone: 'phone_number',
  gender: 'gender',
  address: 'address',
} as const

/** Reads info from the user info document. `attributes` has the claim of each info attribute. */
export function infoFrom(attributes: Readonly<Record<string, string>>): OpenIdProvider['infoOf'] {
  return ({ document }) => infoOf(document, { rootPath: [], idPath: ['sub'], attributes })
}
