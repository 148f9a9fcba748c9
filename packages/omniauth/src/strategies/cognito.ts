import type { JsonObject } from '#core/auth-hash'
import { invalidCredentials } from '#core/failure'
import { newFindings, problemFree } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Strategy } from '#core/strategy'
import { domainEndpoints, readCognitoOptions } from './cognito-options.ts'
import { basicClient } from './openid/client.ts'
import { infoFrom } from './openid/provider.ts'
import { openidStrategy } from './openid/strategy.ts'

/**
 * A Cognito user pool, on AWS or on Poolhouse. The uid is the `sub`. Sign-out at the pool uses Cognito's own `/logout`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function cognito(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readCognitoOptions(config, findings)
  problemFree(findings)
  const { clientId, clientSecret, issuer, site } = options
  return openidStrategy({
    config,
    warnings: findings.warnings.map((warning) => warning.message),
    client: basicClient(clientId, clientSecret),
    source: { issuer, discovery: true, metadata: {}, ...(site !== undefined && { overriding: domainEndpoints(site) }) },
    scope: options.scope,
    pkce: true,
    authorizeParams: options.authorizeParams,
    fromRequest: options.fromRequest,
    tokenParams: {},
    userInfo: 'header',
    judge: isIdToken,
    infoOf: infoFrom(attributes),
    signOutDialect: 'cognito',
  })
}

/** Cognito's claims under OmniAuth's names. */
const attributes = {
  name: 'name',
  email: 'email',
  nickname: 'nickname',
  first_name: 'given_name',
  last_name: 'family_name',
  image: 'picture',
  phone: 'phone_number',
}

/** Cognito signs access tokens with the same keys, so the signature alone does not show that this is an ID token. */
function isIdToken(claims: JsonObject): void {
  if (Object.hasOwn(claims, 'token_use') && claims['token_use'] !== 'id')
    throw invalidCredentials('The token is not an ID token')
}
