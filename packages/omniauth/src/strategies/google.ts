import type { JsonObject } from '#core/auth-hash'
import { invalidCredentials } from '#core/failure'
import { type Findings, newFindings, type OptionsReader, problemFree } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Strategy } from '#core/strategy'
import { readClient, readNames, refuse } from './oauth2/options.ts'
import { postClient } from './openid/client.ts'
import { type OpenIdRequestOptions, openBlock, readRequestOptions } from './openid/options.ts'
import { infoFrom } from './openid/provider.ts'
import { openidStrategy } from './openid/strategy.ts'

export interface GoogleOptions extends OpenIdRequestOptions {
  readonly clientId: string
  readonly clientSecret: string
  /** Only people of these Workspace domains may sign in. Empty: no restriction. */
  readonly domains: readonly string[]
}

const params = ['access_type', 'prompt', 'login_hint', 'include_granted_scopes', 'openid_realm']
const refused: Readonly<Record<string, string>> = {
  skip_jwt: 'is not supported: the ID token identifies the person, so it is always checked',
  verify_iss: 'is not supported: the issuer is always checked',
  skip_friends: 'is not supported: it belongs to Google+, which no longer exists',
  skip_image_info: 'is not supported: it belongs to Google+, which no longer exists',
}

/** Reads the options of omniauth-google-oauth2. `hd` limits sign-in to one or more Workspace domains. */
export function readGoogleOptions(config: ProviderConfig, findings: Findings): GoogleOptions {
  const { provider, args } = openBlock(config, findings, {
    args: [...params, 'hd', 'approval_prompt', ...Object.keys(refused)],
    clientOptions: [],
  })
  refuse(args, refused)
  // The example in GitLab's documentation has approval_prompt: '', which has no effect. Google no longer accepts other
  // values.
  if (args.text('approval_prompt'))
    args.problem('approval_prompt', 'is no longer accepted by Google: use prompt, such as consent')
  return {
    ...readClient(provider, args),
    ...readRequestOptions(args, {
      scope: 'openid email profile',
      options: params,
      fromRequest: ['login_hint'],
      addsOpenId: true,
    }),
    domains: readDomains(args),
  }
}

function readDomains(args: OptionsReader): readonly string[] {
  const listed = Array.isArray(args.value('hd')) ? (readNames(args, 'hd') ?? []) : [args.text('hd') ?? '']
  return listed.filter((domain) => domain !== '').map((domain) => domain.toLowerCase())
}

/**
 * Google, by OpenID Connect. The uid is the `sub`.
 * @see https://developers.google.com/identity/openid-connect/openid-connect
 */
export function google(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readGoogleOptions(config, findings)
  problemFree(findings)
  const { clientId, clientSecret, domains, authorizeParams, ...request } = options
  // Google accepts one domain, or * for any. The check is made on the claim in the ID token.
  const hd = domains.length > 1 ? '*' : domains[0]
  return openidStrategy({
    config,
    warnings: findings.warnings.map((warning) => warning.message),
    client: postClient(clientId, clientSecret),
    source: { issuer: 'https://accounts.google.com', discovery: true, metadata: {} },
    ...request,
    authorizeParams: { access_type: 'offline', ...authorizeParams, ...(hd !== undefined && { hd }) },
    tokenParams: {},
    userInfo: 'header',
    judge: (claims) => belongs(claims, domains),
    infoOf: infoFrom(attributes),
  })
}

const attributes = {
  name: 'name',
  email: 'email',
  email_verified: 'email_verified',
  first_name: 'given_name',
  last_name: 'family_name',
  image: 'picture',
}

/** `*` allows every account that belongs to a Workspace domain. */
function belongs({ hd }: JsonObject, domains: readonly string[]): void {
  if (domains.length === 0) return
  const own = typeof hd === 'string' && hd !== '' ? hd.toLowerCase() : undefined
  if (own === undefined || !(domains.includes('*') || domains.includes(own)))
    throw invalidCredentials('The account does not belong to a domain that may sign in')
}
