import type { Clock } from '#foundation/clock'
import { type VerifiedClaims, verifyJwt } from '#foundation/crypto/jwt'
import { fromBase64Url, fromUtf8 } from '#foundation/encoding'
import { passwordResetRequired, userDisabled, userDoesNotExist, userNotConfirmed } from '#foundation/exceptions/sign-in'
import {
  accessTokenExpired,
  accessTokenLacksScopes,
  accessTokenRevoked,
  invalidAccessToken,
} from '#foundation/exceptions/tokens'
import type { AppClient } from '#records/app-clients/app-client'
import { findAppClient } from '#records/app-clients/app-clients'
import { findTokenFamily } from '#records/refresh-tokens/refresh-tokens'
import { type IssuerSettings, issuerOf } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserPool } from '#records/user-pools/user-pools'
import type { User } from '#records/users/user'
import { findUserBySub } from '#records/users/users'
import type { Database } from '#storage/database'
import type { KeyRing } from './key-ring.ts'

/** The claims of a verified access token. */
export type AccessTokenClaims = VerifiedClaims & { sub: string; scope: string; client_id: string }

/** The user that an access token belongs to, with pool, client and claims. */
export interface TokenHolder {
  readonly pool: UserPool
  readonly client: AppClient
  readonly user: User
  readonly claims: AccessTokenClaims
}

/**
 * Finds the user of an access token. The token must be genuine, not expired and not revoked, and the user must be
 * allowed to use it. Each call reads the database, so that a sign-out takes effect at once.
 *
 * @param of.requiredScope a scope that the token must have (`apiScope` for the API, `openid` for userInfo).
 * @throws NotAuthorizedException that says what is wrong with the token; UserNotFoundException when the user was
 *   deleted.
 */
export async function authenticateAccessToken(
  {
    clock,
    db,
    keyRing,
    issuerSettings,
  }: { clock: Clock; db: Database; keyRing: KeyRing; issuerSettings: IssuerSettings },
  { token, requiredScope }: { token: string; requiredScope?: string | undefined },
): Promise<TokenHolder> {
  const client = await findAppClient(db, claimedClientId(token))
  const pool = client && (await findUserPool(db, client.userPoolId))
  if (!pool) throw invalidAccessToken()

  const findKey = (kid: string) => keyRing.publicKey(pool.id, { kid, use: 'access' })
  const verdict = await verifyJwt({ clock, findKey }, token)
  if (!verdict.valid) throw verdict.reason === 'expired' ? accessTokenExpired() : invalidAccessToken()
  const { claims } = verdict
  if (!isAccessToken(claims, { issuer: issuerOf(issuerSettings, pool.id), clientId: client.id })) {
    throw invalidAccessToken()
  }

  const user = await findUserBySub(db, { userPoolId: pool.id, sub: claims.sub })
  if (!user) throw userDoesNotExist()
  const family = await findTokenFamily(db, familyOf(claims))
  const isLive = family?.sub === user.sub && family.clientId === client.id && family.revokedAt === undefined
  if (!isLive) throw accessTokenRevoked()
  mustHaveUsableStatus(user)
  if (requiredScope !== undefined && !claims.scope.split(' ').includes(requiredScope)) throw accessTokenLacksScopes()
  return { pool, client, user, claims }
}

/** FORCE_CHANGE_PASSWORD is allowed: it stops refreshing, but access tokens work until they expire. */
function mustHaveUsableStatus(user: User): void {
  if (!user.enabled) throw userDisabled()
  if (user.status === 'UNCONFIRMED') throw userNotConfirmed()
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired()
}

function isAccessToken(
  claims: VerifiedClaims,
  { issuer, clientId }: { issuer: string; clientId: string },
): claims is AccessTokenClaims {
  return (
    claims['token_use'] === 'access' &&
    claims['iss'] === issuer &&
    claims['client_id'] === clientId &&
    typeof claims['sub'] === 'string' &&
    typeof claims['scope'] === 'string'
  )
}

/** Tokens of clients without revocation have no `origin_jti`. A global sign-out still ends them. */
function familyOf(claims: VerifiedClaims): string {
  return String(claims['origin_jti'] ?? claims['event_id'])
}

const longest = 32_768

/** The client id in a token that is not verified yet. It only selects the pool whose keys verify the token. */
function claimedClientId(token: string): string {
  const payload = token.length > longest ? undefined : fromBase64Url(token.split('.')[1] ?? '')
  try {
    const claims: unknown = JSON.parse((payload && fromUtf8(payload)) ?? '')
    if (
      typeof claims === 'object' &&
      claims !== null &&
      'client_id' in claims &&
      typeof claims.client_id === 'string'
    ) {
      return claims.client_id
    }
  } catch {
    // Not JSON, so Poolhouse did not make this token.
  }
  throw invalidAccessToken()
}
