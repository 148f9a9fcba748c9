import type { AuthInfo, JsonObject } from '#core/auth-hash'
import type { ProviderConfig } from '#core/provider-config'
import type { AuthorizeParam } from '../oauth2/options.ts'
import { infoOf } from '../oauth2/response-structure.ts'
import type { OpenIdClient } from './client.ts'
import type { MetadataSource } from './server.ts'

/** What is known of a person once the ID token is validated. */
export interface OpenIdPerson {
  /** The claims of the ID token. */
  readonly claims: JsonObject
  /** The user info document, or the claims where there is none. */
  readonly document: JsonObject
  /** Query and form parameters of the callback. They come through the browser: the person may have written them. */
  readonly params: URLSearchParams
}

/** A provider of OpenID Connect as data; {@link openidStrategy} signs in with it. */
export interface OpenIdProvider {
  readonly config: Pick<ProviderConfig, 'name' | 'label' | 'icon'>
  readonly warnings: readonly string[]
  readonly client: OpenIdClient
  readonly source: MetadataSource
  /** With `openid` in it. */
  readonly scope: string
  readonly pkce: boolean
  readonly responseMode?: 'form_post'
  /** Seconds that may have passed since the person signed in at the provider. */
  readonly maxAge?: number
  readonly authorizeParams: Readonly<Record<string, AuthorizeParam>>
  /** Parameters that are taken from the query of the request phase: `login_hint`, `ui_locales`. */
  readonly fromRequest: readonly string[]
  readonly tokenParams: Readonly<Record<string, string>>
  /** In place of the callback URL. */
  readonly redirectUrl?: string
  /** Whether user info is asked where the provider has it, and where the access token then stands. */
  readonly userInfo: 'header' | 'body' | false
  /** The one algorithm that ID tokens may be signed with; default: those that the provider names. */
  readonly idTokenAlg?: string
  /** The issuer that an ID token must name, where that hangs on the token itself; undefined, and by default: the one that the metadata names. */
  issuerOf?(claims: JsonObject): string | undefined
  /** Whether a published key may sign an ID token with these claims; by default each key may sign all. */
  keyServes?(key: JsonObject, claims: JsonObject): boolean
  /** Throws an `OmniauthError` for an ID token that is valid and still not good enough. */
  judge?(claims: JsonObject): void
  /** Default: the `sub` of the ID token. */
  uidOf?(person: OpenIdPerson): string
  infoOf(person: OpenIdPerson): AuthInfo
  /** Where to sign out, given the provider's metadata; default: RP-initiated logout. */
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

/** Info out of the user info document, by name of the claim. */
export function infoFrom(attributes: Readonly<Record<string, string>>): OpenIdProvider['infoOf'] {
  return ({ document }) => infoOf(document, { rootPath: [], idPath: ['sub'], attributes })
}
