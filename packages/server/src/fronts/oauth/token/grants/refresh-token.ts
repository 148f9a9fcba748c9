import type { KeyRing } from '#flows/tokens/key-ring'
import { findLiveFamily, refreshTokens } from '#flows/tokens/refresh-tokens'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { invalidGrant, OAuthError, refusedAs } from '../../errors.ts'
import { type Grant, required } from '../grant.ts'

export interface Services {
  clock: Clock
  db: Database
  issuerSettings: IssuerSettings
  keyRing: KeyRing
  random: Random
  sealer: Sealer
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-6 */
export const refreshToken: Grant<Services> = {
  grantType: 'refresh_token',
  async exchange(services, { pool, client, form }) {
    const token = required(form, 'refresh_token')
    const { family, user } = await refusedAs(invalidGrant, () =>
      findLiveFamily(services, { client, refreshToken: token }),
    )
    const scope = narrowed(family.scope, form.get('scope'))
    const tokens = await refreshTokens(services, { pool, client, user, family, scope })
    return {
      ...(tokens.idToken === undefined ? {} : { id_token: tokens.idToken }),
      access_token: tokens.accessToken,
      expires_in: tokens.expiresIn,
      token_type: 'Bearer',
    }
  },
}

/** The scopes that the client asks for. They must be among those that the sign-in granted. */
function narrowed(granted: string, asked: string | undefined): string {
  const scopes = [...new Set(asked?.split(' ').filter(Boolean))]
  if (scopes.length === 0) return granted
  if (scopes.every((scope) => granted.split(' ').includes(scope))) return scopes.join(' ')
  throw new OAuthError('invalid_scope', 'The request asks for a scope that the sign-in did not grant.')
}
