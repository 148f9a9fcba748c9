import type { Parameters } from '#flows/authorization/parameters'
import { revokeRefreshToken } from '#flows/tokens/revoke-refresh-token'
import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { isException } from '#foundation/exceptions/exception'
import type { Reason } from '#foundation/exceptions/reasons'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { invalidRequest, OAuthError } from './errors.ts'
import { authenticateClient } from './token/client-authentication.ts'
import { required } from './token/grant.ts'

/**
 * `POST /oauth2/revoke`
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
 */
export async function revoke(
  services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; sealer: Sealer },
  request: { form: Parameters; authorization: string | undefined; host: string | undefined },
): Promise<void> {
  const { client } = await authenticateClient(services, request)
  const token = required(request.form, 'token')
  try {
    await revokeRefreshToken(services, { client, token })
  } catch (thrown) {
    throw (isException(thrown) && refusals[thrown.reason]?.()) || thrown
  }
}

const refusals: { readonly [Of in Reason]?: () => OAuthError } = {
  'refresh-token-of-another-client': () =>
    new OAuthError('unauthorized_client', 'The token belongs to another client.'),
  'revocation-not-enabled': () => invalidRequest('Token revocation is not enabled for this client.'),
  'unsupported-token-type': () => new OAuthError('unsupported_token_type', 'Only refresh tokens can be revoked.'),
}
