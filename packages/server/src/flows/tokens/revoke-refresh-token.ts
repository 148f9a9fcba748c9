import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { refreshTokenOfAnotherClient, revocationNotEnabled, unsupportedTokenType } from '#foundation/exceptions/tokens'
import type { AppClient } from '#records/app-clients/app-client'
import { revokesTokens } from '#records/app-clients/policy'
import { revokeTokenFamily } from '#records/refresh-tokens/refresh-tokens'
import type { Database } from '#storage/database'
import { findFamilyOfRefreshToken } from './refresh-tokens.ts'

const signedToken = /^[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * Revokes a refresh token and all access tokens of its family, for an authenticated client. An unknown token is no
 * error. Idempotent.
 * @throws UnsupportedTokenTypeException for access and ID tokens; UnauthorizedException for a token of another client;
 *   UnsupportedOperationException when the client's configuration has no revocation.
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2.1
 */
export async function revokeRefreshToken(
  services: { clock: Clock; db: Database; sealer: Sealer },
  { client, token }: { client: AppClient; token: string },
): Promise<void> {
  if (!revokesTokens(client)) throw revocationNotEnabled()
  if (signedToken.test(token)) throw unsupportedTokenType()
  const family = await findFamilyOfRefreshToken(services, token)
  if (!family) return
  if (family.clientId !== client.id) throw refreshTokenOfAnotherClient()
  await revokeTokenFamily(services.db, { originJti: family.originJti, now: services.clock.now() })
}
