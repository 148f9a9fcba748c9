import type { AuthorizationServer } from 'oauth4webapi'
import type { Findings } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import { joinUrl, readClient, readUrl } from './oauth2/options.ts'
import { type OpenIdRequestOptions, openBlock, readRequestOptions } from './openid/options.ts'

export interface CognitoOptions extends OpenIdRequestOptions {
  readonly clientId: string
  readonly clientSecret: string
  readonly issuer: string
  /** The user pool's domain. Undefined: use the endpoints that discovery names. */
  readonly site: string | undefined
}

/** Parameters of the authorize endpoint that Cognito adds to OpenID's. */
const cognitoParams = ['identity_provider', 'idp_identifier', 'lang', 'login_hint', 'prompt', 'resource']

/**
 * Reads the options of the `cognito` strategy: `issuer`, or `user_pool_id` for a pool on AWS. `client_options.site` and
 * `scope` are optional.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export function readCognitoOptions(config: ProviderConfig, findings: Findings): CognitoOptions {
  const { provider, args, client } = openBlock(config, findings, {
    args: ['issuer', 'user_pool_id', ...cognitoParams],
    clientOptions: ['site'],
  })
  const issuer = readUrl(args, 'issuer')
  const poolId = args.text('user_pool_id')
  const region = /^([a-z]{2}(?:-[a-z]+)+-\d)_[A-Za-z0-9]+$/.exec(poolId ?? '')?.[1]
  if (poolId !== undefined && region === undefined)
    args.problem('user_pool_id', 'is not a user pool id: expected one such as us-east-1_AbC123xyz')
  if (issuer !== undefined && poolId !== undefined)
    args.problem('user_pool_id', 'is set together with issuer: expected one of them')
  if (issuer === undefined && poolId === undefined) {
    args.problem(
      'issuer',
      'is missing: expected the issuer of the user pool, or user_pool_id for a pool on AWS. ID tokens are checked against it',
    )
  }
  return {
    ...readClient(provider, args),
    ...readRequestOptions(args, {
      scope: 'openid email',
      options: cognitoParams,
      fromRequest: ['login_hint', 'lang'],
    }),
    issuer: issuer ?? `https://cognito-idp.${region}.amazonaws.com/${poolId}`,
    site: readUrl(client, 'site'),
  }
}

/** The endpoints on a user pool's domain. */
export function domainEndpoints(site: string): Partial<AuthorizationServer> {
  const at = (path: string) => joinUrl(site, path) ?? site
  return {
    authorization_endpoint: at('/oauth2/authorize'),
    token_endpoint: at('/oauth2/token'),
    userinfo_endpoint: at('/oauth2/userInfo'),
    revocation_endpoint: at('/oauth2/revoke'),
    end_session_endpoint: at('/logout'),
  }
}
