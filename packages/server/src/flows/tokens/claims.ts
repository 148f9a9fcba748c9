import { accessTokenHash } from '#foundation/crypto/token-hash'
import type { AppClient } from '#records/app-clients/app-client'
import { mayReadAttribute, revokesTokens, tokenLifetimes } from '#records/app-clients/policy'
import type { RefreshToken } from '#records/refresh-tokens/refresh-tokens'
import type { User } from '#records/users/user'

/** The scope of every token of a sign-in through the API. The API's token operations require it. */
export const apiScope = 'aws.cognito.signin.user.admin'

/** How a token family began: at the API's sign-in operations, or at the OAuth endpoints. */
export type TokenOrigin = 'api' | 'oauth'

/** The input of a token's claims. */
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
    // First, so that no attribute can replace one of the claims below.
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

/** The attributes of a user that a client may read: name to value, with `sub`. */
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
 * The readable attributes that the granted scopes give. `openid` alone gives all of them. With `email`, `phone` or
 * `profile`, a client gets only what these scopes name. `profile` is everything except e-mail and phone.
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

/** Custom attributes are always text. Standard attributes have the types of OpenID Connect. */
function attributeClaim(name: string, value: string): unknown {
  if (name === 'email_verified' || name === 'phone_number_verified') return value === 'true'
  if (name === 'updated_at') return Number(value)
  if (name === 'address') return { formatted: value }
  return value
}

/** `event_id` identifies the sign-in. The family's id does too, because it stays the same at every refresh. */
function sharedClaims({ client, family, now, jti }: TokenSubject, lifetime: number): Record<string, unknown> {
  const iat = seconds(now)
  return {
    event_id: family.originJti,
    auth_time: seconds(family.authTime),
    iat,
    exp: iat + seconds(lifetime),
    // AWS adds these only for clients that can revoke a single token family.
    ...(revokesTokens(client) ? { jti, origin_jti: family.originJti } : {}),
  }
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000)
