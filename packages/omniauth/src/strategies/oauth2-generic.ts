import type { AuthHash } from '#auth-hash'
import { newFindings, problemFree } from '#options-reader'
import { labelOf, type ProviderConfig } from '#provider-config'
import type { CallbackPhase, ProviderFacts, RequestPhase, Strategy, StrategyServices } from '#strategy'
import { authorizationCode, authorizationUrl, pkcePair } from './oauth2-authorization.ts'
import { type Oauth2GenericOptions, readOauth2GenericOptions } from './oauth2-generic-options.ts'
import { credentialsOf, requestToken } from './oauth2-token.ts'
import { infoOf, uidOf } from './response-structure.ts'
import { fetchUserInfo } from './user-info.ts'

/**
 * Any OAuth 2.0 provider with a user info endpoint, described by options; GitLab's `OmniAuth::Strategies::OAuth2Generic`.
 * It trusts user info alone and does not look at an ID token; where there is one, prefer a strategy that validates it.
 * @see https://docs.gitlab.com/ee/integration/oauth2_generic.html
 */
export function oauth2Generic(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readOauth2GenericOptions(config, findings)
  problemFree(findings)
  return {
    name: config.name,
    label: labelOf(config),
    ...(config.icon !== undefined && { icon: config.icon }),
    warnings: findings.warnings.map((warning) => warning.message),
    requestPhase: (services, phase) => requestPhase(options, services, phase),
    callbackPhase: (services, phase) => callbackPhase(options, services, phase),
    facts: async () => factsOf(options),
  }
}

function factsOf(options: Oauth2GenericOptions): ProviderFacts {
  const { authorizeUrl, tokenUrl, userInfoUrl, clientId, clientSecret, authScheme, redirectUrl } = options
  const { scope } = options.authorizeParams
  return {
    protocol: 'oauth2',
    authorizeUrl,
    tokenUrl,
    userInfoUrl,
    clientId,
    clientSecret,
    authScheme,
    ...(typeof scope === 'string' && { scope }),
    ...(redirectUrl !== undefined && { redirectUrl }),
  }
}

async function requestPhase(
  options: Oauth2GenericOptions,
  services: StrategyServices,
  { request, callbackUrl, state }: RequestPhase,
): Promise<{ location: string; keep: Record<string, string> }> {
  const pkce = options.pkce ? await pkcePair(services.randomBytes) : undefined
  const own = Object.entries(options.authorizeParams).map(([name, value]): [string, string | undefined] => [
    name,
    typeof value === 'function' ? value(request) : value,
  ])
  const location = authorizationUrl(options.authorizeUrl, {
    ...Object.fromEntries(own),
    client_id: options.clientId,
    redirect_uri: options.redirectUrl ?? callbackUrl,
    response_type: 'code',
    state,
    code_challenge: pkce?.challenge,
    code_challenge_method: pkce && 'S256',
  })
  return { location, keep: pkce ? { verifier: pkce.verifier } : {} }
}

async function callbackPhase(
  options: Oauth2GenericOptions,
  { http, clock }: StrategyServices,
  { callbackUrl, params, kept }: CallbackPhase,
): Promise<AuthHash> {
  const code = authorizationCode(params)
  const token = await requestToken(http, {
    ...options,
    params: {
      ...options.tokenParams,
      grant_type: 'authorization_code',
      code,
      redirect_uri: options.redirectUrl ?? callbackUrl,
      code_verifier: kept['verifier'],
    },
  })
  const document = await fetchUserInfo(http, options.userInfoUrl, token.accessToken)
  return {
    provider: options.name,
    uid: uidOf(document, options.structure),
    info: infoOf(document, options.structure),
    credentials: credentialsOf(token, clock()),
    extra: { raw_info: document },
  }
}
