import { commonArgs } from '#config/mounting'
import { type Findings, optionsReader } from '#options-reader'
import type { ProviderConfig } from '#provider-config'
import { joinUrl, readClient, readScope, readUrl } from './oauth2-generic-options.ts'

export interface CognitoOptions {
  readonly name: string
  readonly clientId: string
  readonly clientSecret: string
  readonly issuer: string
  /** The user pool's domain; undefined: the endpoints that discovery names. */
  readonly site: string | undefined
  readonly scope: string
}

/** Reads the options of the `cognito` strategy: `issuer`, or `user_pool_id` for a pool on AWS; `client_options.site` and `scope` may be left out. */
export function readCognitoOptions(config: ProviderConfig, findings: Findings): CognitoOptions {
  const provider = optionsReader(config, config.name, findings)
  const args = provider.hash('args')
  args.onlyKnown([...commonArgs, 'client_id', 'client_secret', 'client_options', 'issuer', 'user_pool_id', 'scope'])
  const client = args.hash('client_options')
  client.onlyKnown(['site'])
  const issuer = readUrl(args, 'issuer')
  const poolId = args.text('user_pool_id')
  const region = /^([a-z]{2}(?:-[a-z]+)+-\d)_[A-Za-z0-9]+$/.exec(poolId ?? '')?.[1]
  if (poolId !== undefined && region === undefined)
    args.problem('user_pool_id', 'is not a user pool id: expected one such as us-east-1_AbC123xyz')
  if (issuer !== undefined && poolId !== undefined)
    args.problem('user_pool_id', 'stands beside issuer: expected one of them')
  if (issuer === undefined && poolId === undefined) {
    args.problem(
      'issuer',
      'is missing: expected the issuer of the user pool, or user_pool_id for a pool on AWS, so that ID tokens can be checked',
    )
  }
  const scope = readScope(args) ?? 'openid email'
  if (!scope.split(' ').includes('openid'))
    args.problem('scope', 'lacks openid: without it there is no ID token to check')
  return {
    name: config.name,
    ...readClient(provider, args),
    issuer: issuer ?? `https://cognito-idp.${region}.amazonaws.com/${poolId}`,
    site: readUrl(client, 'site'),
    scope,
  }
}

/** The endpoints on a user pool's domain. */
export function domainEndpoints(site: string): { authorizeUrl: string; tokenUrl: string; userInfoUrl: string } {
  const at = (path: string) => joinUrl(site, path) ?? site
  return { authorizeUrl: at('/oauth2/authorize'), tokenUrl: at('/oauth2/token'), userInfoUrl: at('/oauth2/userInfo') }
}
