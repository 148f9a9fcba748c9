import type { ProviderConfig } from '#core/provider-config'
import type { ProviderFacts, Strategy, StrategyServices } from '#core/strategy'
import type { Probe } from './probe.ts'

/** The provider that the doctor examines. */
export interface ExaminedProvider {
  readonly config: ProviderConfig
  readonly strategy: Strategy
  readonly facts: ProviderFacts
  /**
   * Where the provider redirects the browser to: `redirect_url` of the block, else made from the application's address.
   */
  readonly callbackUrl: string
  /** The callback address that the application serves. */
  readonly servedUrl: string
  readonly probe: Probe
  readonly services: StrategyServices
}

type BlockKey =
  | 'name'
  | 'clientId'
  | 'clientSecret'
  | 'strategyClass'
  | 'issuer'
  | 'userPoolId'
  | 'site'
  | 'authorizeUrl'
  | 'tokenUrl'
  | 'userInfoUrl'
  | 'jwksUri'
  | 'scope'
  | 'authorizeParams'
  | 'redirectUrl'
  | 'redirectUri'
  | 'assertionConsumerServiceUrl'
  | 'ssoServiceUrl'
  | 'ssoTargetUrl'
  | 'idpCert'
  | 'idpCerts'
  | 'pkce'
  | 'idPath'
  | 'structure'
  | 'nickname'

/** The keys of a provider's block that findings refer to. */
export const blockKeys: Readonly<Record<BlockKey, readonly string[]>> = {
  name: ['name'],
  clientId: ['app_id'],
  clientSecret: ['app_secret'],
  strategyClass: ['args', 'strategy_class'],
  issuer: ['args', 'issuer'],
  userPoolId: ['args', 'user_pool_id'],
  site: ['args', 'client_options', 'site'],
  authorizeUrl: ['args', 'client_options', 'authorize_url'],
  tokenUrl: ['args', 'client_options', 'token_url'],
  userInfoUrl: ['args', 'client_options', 'user_info_url'],
  jwksUri: ['args', 'client_options', 'jwks_uri'],
  scope: ['args', 'scope'],
  authorizeParams: ['args', 'authorize_params', 'scope'],
  redirectUrl: ['args', 'redirect_url'],
  redirectUri: ['args', 'client_options', 'redirect_uri'],
  assertionConsumerServiceUrl: ['args', 'assertion_consumer_service_url'],
  ssoServiceUrl: ['args', 'idp_sso_service_url'],
  ssoTargetUrl: ['args', 'idp_sso_target_url'],
  idpCert: ['args', 'idp_cert'],
  idpCerts: ['args', 'idp_cert_multi'],
  pkce: ['args', 'pkce'],
  idPath: ['args', 'user_response_structure', 'id_path'],
  structure: ['args', 'user_response_structure'],
  nickname: ['args', 'user_response_structure', 'attributes', 'nickname'],
}
