import { accessTokenHash } from '#foundation/crypto/token-hash'
import type { AppClient } from '#records/app-clients/app-client'
import { mayReadAttribute, revokesTokens, tokenLifetimes } from '#records/app-clients/policy'
import type { RefreshToken } from '#records/refresh-tokens/refresh-tokens'
import type { User } from '#records/users/user'

/** The scope of every token that a sign-in through the API gives, and what the API asks of a token. */
export const apiScope = 'aws.cognito.signin.user.admin'

/** How a family of tokens began: at InitiateAuth and its kin, or at the OAuth endpoints. */
export type TokenOrigin = 'api' | 'oauth'

/** All that a token is made of. */
export interface TokenSubject {
  readonly issuer: string
  readonly client: AppClient
  readonly user: User
  readonly family: Pick<RefreshToken, 'originJti' | 'authTime'>
  /** Space-separated. */
  readonly scope: string
  readonly origin: TokenOrigin
  /** Epoch milliseconds. */
  readonly now: number
  readonly jti: string
}

/**
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function accessTokenClaims(subject: TokenSubject): Record<string, unknown> {
  const { client, user, scope, origin } = subject
  return {
    sub: user.sub,
    iss: subject.issuer,
    ...(origin === 'oauth' ? { version: 2 } : {}),
    client_id: client.id,
    ...sharedClaims(subject, tokenLifetimes(client).access),
    token_use: 'access',
    scope,
    username: user.username,
  }
}

/**
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export function idTokenClaims(
  subject: TokenSubject,
  { accessToken, nonce }: { accessToken: string; nonce?: string | undefined },
): Record<string, unknown> {
  const { client, user, scope, origin } = subject
  const attributes =
    origin === 'api' ? readableAttributes(client, user) : scopedAttributes({ client, user, scopes: scope.split(' ') })
  return {
    // First, so that no attribute can pass for a claim of ours.
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attributeClaim(name, value)])),
    sub: user.sub,
    iss: subject.issuer,
    aud: client.id,
    ...sharedClaims(subject, tokenLifetimes(client).id),
    token_use: 'id',
    'cognito:username': user.username,
    ...(nonce === undefined ? {} : { nonce }),
    ...(origin === 'oauth' ? { at_hash: accessTokenHash(accessToken) } : {}),
  }
}

/** What of a user a client may see: attribute name to value, `sub` included. */
export function readableAttributes(client: AppClient, user: User): Record<string, string> {
  const entries = Object.entries({ ...user.attributes, sub: user.sub })
  return Object.fromEntries(entries.filter(([name]) => mayReadAttribute(client, name)))
}

const groupedBy: Readonly<Record<string, string>> = {
  email: 'email',
  email_verified: 'email',
  phone_number: 'phone',
  phone_number_verified: 'phone',
}

/**
 * What of it the granted scopes open: `openid` alone everything; with `email`, `phone` or `profile` beside it what they name,
 * where `profile` is all that is neither mail nor phone.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html#cognito-user-pools-define-resource-servers-about-scopes
 */
export function scopedAttributes({
  client,
  user,
  scopes,
}: {
  client: AppClient
  user: User
  scopes: readonly string[]
}): Record<string, string> {
  const readable = Object.entries(readableAttributes(client, user))
  const narrowing = scopes.filter((scope) => ['email', 'phone', 'profile'].includes(scope))
  if (narrowing.length === 0) return Object.fromEntries(readable)
  return Object.fromEntries(
    readable.filter(([name]) => name === 'sub' || narrowing.includes(groupedBy[name] ?? 'profile')),
  )
}

/** Custom attributes are text whatever their type says; the standard ones have the types of OpenID Connect. */
function attributeClaim(name: string, value: string): unknown {
  if (name === 'email_verified' || name === 'phone_number_verified') return value === 'true'
  if (name === 'updated_at') return Number(value)
  if (name === 'address') return { formatted: value }
  return value
}

/** `event_id` names the sign-in, and so does the family: it stays through every refresh. */
function sharedClaims({ client, family, now, jti }: TokenSubject, lifetime: number): Record<string, unknown> {
  const iat = seconds(now)
  return {
    event_id: family.originJti,
    auth_time: seconds(family.authTime),
    iat,
    exp: iat + seconds(lifetime),
    // AWS writes these only where tokens can be revoked one family at a time.
    ...(revokesTokens(client) ? { jti, origin_jti: family.originJti } : {}),
  }
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000)
