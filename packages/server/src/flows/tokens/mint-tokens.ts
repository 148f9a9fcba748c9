import type { Clock } from '#foundation/clock'
import { signJwt } from '#foundation/crypto/jwt'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { newUuid, randomToken } from '#foundation/ids'
import type { AppClient } from '#records/app-clients/app-client'
import { tokenLifetimes } from '#records/app-clients/policy'
import type { RefreshToken } from '#records/refresh-tokens/refresh-tokens'
import { type IssuerSettings, issuerOf } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { accessTokenClaims, idTokenClaims, type TokenOrigin, type TokenSubject } from './claims.ts'
import type { KeyRing } from './key-ring.ts'

/** The tokens of a sign-in. */
export interface Tokens extends SignedTokens {
  readonly refreshToken: string
}

/** The tokens of a refresh. */
export interface SignedTokens {
  readonly accessToken: string
  /** Undefined for an OAuth request without the scope `openid`. */
  readonly idToken: string | undefined
  /** Lifetime of the access token, in seconds. */
  readonly expiresIn: number
}

/** A token family before it is stored. */
export type TokenFamily = Omit<RefreshToken, 'revokedAt'>

type SigningServices = { clock: Clock; random: Random; keyRing: KeyRing; issuerSettings: IssuerSettings }

/** The purpose of the digest under which a refresh token is stored. */
export const refreshTokenPurpose = 'refresh-token'

/**
 * Signs the tokens of a new sign-in, and stores nothing. The caller stores `family` (`insertRefreshToken`) in the
 * transaction that uses up the authorization code or the challenge session. Until then the API refuses the tokens.
 *
 * @param of.scope space-separated.
 * @param of.authTime when the user proved who they are, epoch milliseconds.
 */
export async function mintTokens(
  services: SigningServices & { sealer: Sealer },
  of: {
    pool: UserPool
    client: AppClient
    user: User
    scope: string
    authTime: number
    nonce?: string | undefined
    origin: TokenOrigin
  },
): Promise<{ tokens: Tokens; family: TokenFamily }> {
  const { clock, random, sealer } = services
  const refreshToken = randomToken(random, 48)
  const now = clock.now()
  const family: TokenFamily = {
    originJti: newUuid(random),
    tokenDigest: sealer.digest(refreshTokenPurpose, refreshToken),
    userPoolId: of.pool.id,
    clientId: of.client.id,
    sub: of.user.sub,
    scope: of.scope,
    authTime: of.authTime,
    createdAt: now,
    expiresAt: now + tokenLifetimes(of.client).refresh,
  }
  return { tokens: { ...(await signTokens(services, { ...of, family })), refreshToken }, family }
}

/** Signs an access token and an ID token of a family. An OAuth request without the scope `openid` gets no ID token. */
export async function signTokens(
  { clock, random, keyRing, issuerSettings }: SigningServices,
  of: {
    pool: UserPool
    client: AppClient
    user: User
    family: Pick<RefreshToken, 'originJti' | 'authTime'>
    scope: string
    nonce?: string | undefined
    origin: TokenOrigin
  },
): Promise<SignedTokens> {
  const { pool, client, scope, origin, nonce } = of
  const issuer = issuerOf(issuerSettings, pool.id)
  const subject = (): TokenSubject => ({ ...of, issuer, now: clock.now(), jti: newUuid(random) })
  const accessToken = await signJwt(await keyRing.signingKey(pool.id, 'access'), accessTokenClaims(subject()))
  const withIdToken = origin === 'api' || scope.split(' ').includes('openid')
  return {
    accessToken,
    idToken: withIdToken
      ? await signJwt(await keyRing.signingKey(pool.id, 'id'), idTokenClaims(subject(), { accessToken, nonce }))
      : undefined,
    expiresIn: Math.floor(tokenLifetimes(client).access / 1_000),
  }
}
