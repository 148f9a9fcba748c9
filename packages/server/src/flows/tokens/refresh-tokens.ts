import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { passwordResetRequired, userDisabled } from '#foundation/exceptions/sign-in'
import { invalidRefreshToken, refreshTokenExpired, refreshTokenRevoked } from '#foundation/exceptions/tokens'
import type { AppClient } from '#records/app-clients/app-client'
import { findRefreshToken, type RefreshToken } from '#records/refresh-tokens/refresh-tokens'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { findUserBySub } from '#records/users/users'
import type { Database } from '#storage/database'
import { apiScope } from './claims.ts'
import type { KeyRing } from './key-ring.ts'
import { refreshTokenPurpose, type SignedTokens, signTokens } from './mint-tokens.ts'

/** Finds the family of a refresh token, also when its digest was made under an older master key. */
export async function findFamilyOfRefreshToken(
  { db, sealer }: { db: Database; sealer: Sealer },
  refreshToken: string,
): Promise<RefreshToken | undefined> {
  for (const digest of sealer.digests(refreshTokenPurpose, refreshToken)) {
    const family = await findRefreshToken(db, digest)
    if (family) return family
  }
  return undefined
}

/**
 * Finds the family and user of a refresh token that this client may use now.
 * @throws NotAuthorizedException when the token is unknown, another client's, expired or revoked, or the user may no
 *   longer sign in; PasswordResetRequiredException when the user has to choose a new password first.
 */
export async function findLiveFamily(
  services: { clock: Clock; db: Database; sealer: Sealer },
  { client, refreshToken }: { client: AppClient; refreshToken: string },
): Promise<{ family: RefreshToken; user: User }> {
  const { clock, db } = services
  const family = await findFamilyOfRefreshToken(services, refreshToken)
  if (family?.clientId !== client.id || family.userPoolId !== client.userPoolId) throw invalidRefreshToken()
  if (family.revokedAt !== undefined) throw refreshTokenRevoked()
  if (family.expiresAt <= clock.now()) throw refreshTokenExpired()

  const user = await findUserBySub(db, { userPoolId: family.userPoolId, sub: family.sub })
  if (!user) throw invalidRefreshToken()
  if (!user.enabled) throw userDisabled()
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired()
  // An administrator has replaced the password of this sign-in, so the user must sign in again.
  if (user.status !== 'CONFIRMED') throw refreshTokenRevoked()
  return { family, user }
}

/**
 * Signs new access and ID tokens of a family that `findLiveFamily` found. The tokens have the user's current
 * attributes. The refresh token and its expiry, `auth_time` and `origin_jti` stay the same.
 * @param of.scope when the client asks for fewer scopes than were granted. The caller checks that they were granted.
 */
export async function refreshTokens(
  services: { clock: Clock; random: Random; keyRing: KeyRing; issuerSettings: IssuerSettings },
  of: { pool: UserPool; client: AppClient; user: User; family: RefreshToken; scope?: string | undefined },
): Promise<SignedTokens> {
  const scope = of.scope ?? of.family.scope
  // The form of the tokens depends on where the sign-in began, not on where the client refreshes.
  return await signTokens(services, { ...of, scope, origin: of.family.scope === apiScope ? 'api' : 'oauth' })
}
