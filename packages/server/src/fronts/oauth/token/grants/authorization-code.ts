import { redeemAuthorizationCode } from '#flows/authorization/redeem-code'
import { allowsGrant, allowsOAuth } from '#records/app-clients/policy'
import { invalidGrant, OAuthError } from '../../errors.ts'
import { type Grant, required } from '../grant.ts'

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3 */
export const authorizationCode: Grant<Parameters<typeof redeemAuthorizationCode>[0]> = {
  grantType: 'authorization_code',
  async exchange(services, { pool, client, form }) {
    const code = required(form, 'code')
    const redirectUri = required(form, 'redirect_uri')
    if (!allowsOAuth(client) || !allowsGrant(client, 'code')) {
      throw new OAuthError('unauthorized_client', 'The client may not use the authorization code grant.')
    }
    const codeVerifier = form.get('code_verifier')
    const tokens = await redeemAuthorizationCode(services, { pool, client, code, redirectUri, codeVerifier })
    if (!tokens) throw invalidGrant()
    return {
      ...(tokens.idToken === undefined ? {} : { id_token: tokens.idToken }),
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
      expires_in: tokens.expiresIn,
      token_type: 'Bearer',
    }
  },
}
