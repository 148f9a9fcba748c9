import type { Parameters } from '#flows/authorization/parameters'
import type { Needs } from '#foundation/needs'
import { OAuthError } from '../errors.ts'
import { authenticateClient } from './client-authentication.ts'
import { required, type TokenResponse } from './grant.ts'
import { type GrantNeeds, grants, grantTypes } from './grants/grants.ts'

/** The services that the token endpoint needs. */
export type TokenServices = GrantNeeds & Needs<typeof authenticateClient>

/**
 * `POST /oauth2/token`
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export async function token(
  services: TokenServices,
  request: { form: Parameters; authorization: string | undefined; host: string | undefined },
): Promise<TokenResponse> {
  const { form } = request
  const authenticated = await authenticateClient(services, request)
  const grantType = required(form, 'grant_type')
  const grant = grants.find((one) => one.grantType === grantType)
  if (!grant) throw unsupported(grantType)
  return await grant.exchange(services, { ...authenticated, form })
}

function unsupported(grantType: string): OAuthError {
  const reason =
    grantType === 'client_credentials'
      ? 'client_credentials is not supported yet. See docs/compatibility.md.'
      : `grant_type must be ${grantTypes.join(' or ')}.`
  return new OAuthError('unsupported_grant_type', reason)
}
