import type { AuthCredentials, AuthExtra, AuthHash, AuthInfo } from '#core/auth-hash'
import { invalidCredentials } from '#core/failure'
import type { ProviderHttp } from '#core/provider-http'
import type { CallbackPhase, ProviderFacts, RequestPhase, Strategy, StrategyServices } from '#core/strategy'
import { authorizationCode, authorizationUrl, pkcePair } from './authorization.ts'
import type { Oauth2Options } from './options.ts'
import { credentialsOf, requestToken, type TokenAnswer, type TokenRequest, tokenForm } from './token.ts'

/** The person that a token belongs to, according to the provider. */
export interface Person {
  readonly uid: string
  readonly info: AuthInfo
  readonly extra: AuthExtra
}

type FlowOptions = Oauth2Options & Pick<TokenRequest, 'headers'>

/** Asks the provider which person a new token belongs to. */
export type Identify = (http: ProviderHttp, token: TokenAnswer) => Promise<Person>

/**
 * The authorization code flow of one provider. `identify` finds the person of the token.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1
 */
export function oauth2Flow(
  options: FlowOptions,
  identify: Identify,
): Pick<Strategy, 'requestPhase' | 'callbackPhase'> & Required<Pick<Strategy, 'refreshTokens' | 'facts'>> {
  return {
    requestPhase: (services, phase) => requestPhase(options, services, phase),
    callbackPhase: (services, phase) => callbackPhase(options, identify, { services, phase }),
    refreshTokens: (services, held) => refreshTokens(options, services, held),
    facts: async () => factsOf(options),
  }
}

function factsOf(options: Oauth2Options): ProviderFacts {
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
  options: Oauth2Options,
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
  options: FlowOptions,
  identify: Identify,
  { services, phase }: { services: StrategyServices; phase: CallbackPhase },
): Promise<AuthHash> {
  const { http, clock } = services
  const { callbackUrl, params, kept } = phase
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
  const person = await identify(http, token)
  return { provider: options.name, ...person, credentials: credentialsOf(token, clock()) }
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-6 */
async function refreshTokens(
  options: FlowOptions,
  { http, clock }: StrategyServices,
  { refreshToken }: { refreshToken: string },
): Promise<AuthCredentials> {
  const params = { grant_type: 'refresh_token', refresh_token: refreshToken }
  return credentialsOf(await requestToken(http, { ...options, params }), clock())
}

/**
 * Revokes a token at the provider. A provider also reports success for a token that it does not know.
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 */
export async function revokeAt(
  http: ProviderHttp,
  { url, token, options }: { url: string; token: string; options: Oauth2Options },
): Promise<void> {
  const { status } = await http.send(url, { method: 'POST', ...tokenForm({ ...options, params: { token } }) })
  if (status < 200 || status > 299) throw invalidCredentials(`The revocation endpoint answered ${status}`)
}
