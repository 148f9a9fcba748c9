import { advertisedOrigin, type IssuerSettings, issuerOf } from '#records/user-pools/issuer'
import { standardAttributeNames } from '#records/user-pools/schema'
import { grantTypes } from './token/grants/grants.ts'

/**
 * PURE. The content of a pool's `/.well-known/openid-configuration`. It lists only what Poolhouse supports.
 * @param of.domain the pool's domain prefix, if it has one.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export function discoveryDocument(
  issuerSettings: IssuerSettings,
  { userPoolId, domain }: { userPoolId: string; domain: string | undefined },
): Record<string, unknown> {
  const origin = advertisedOrigin(issuerSettings, domain)
  const clientAuthentication = ['client_secret_basic', 'client_secret_post', 'none']
  return {
    issuer: issuerOf(issuerSettings, userPoolId),
    authorization_endpoint: `${origin}/oauth2/authorize`,
    token_endpoint: `${origin}/oauth2/token`,
    userinfo_endpoint: `${origin}/oauth2/userInfo`,
    revocation_endpoint: `${origin}/oauth2/revoke`,
    end_session_endpoint: `${origin}/logout`,
    jwks_uri: `${issuerSettings.publicUrl}/${userPoolId}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: grantTypes,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: clientAuthentication,
    revocation_endpoint_auth_methods_supported: clientAuthentication,
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login', 'select_account', 'consent'],
    claims_supported: ['iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'at_hash', ...standardAttributeNames],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    // The default is true.
    request_uri_parameter_supported: false,
  }
}
