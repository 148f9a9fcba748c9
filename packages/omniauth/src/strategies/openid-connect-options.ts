import type { AuthorizationServer } from 'oauth4webapi'
import type { Findings, OptionsReader } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import { joinUrl, readUrl, refuse } from './oauth2/options.ts'
import { signatureAlgorithms } from './openid/keys.ts'
import { type OpenIdRequestOptions, openBlock, readRequestOptions } from './openid/options.ts'

export interface OpenIdConnectOptions extends OpenIdRequestOptions {
  readonly clientId: string
  readonly auth:
    | { readonly method: 'basic' | 'post'; readonly secret: string }
    | { readonly method: 'jwt_bearer'; readonly privateKey: string; readonly keyId: string | undefined }
  readonly issuer: string
  readonly discovery: boolean
  readonly metadata: Partial<AuthorizationServer>
  readonly uidField: string
  readonly responseMode: 'form_post' | undefined
  readonly maxAge: number | undefined
  readonly idTokenAlg: string | undefined
  readonly sendScopeToTokenEndpoint: boolean
  readonly userInfo: 'header' | 'body' | false
  readonly postLogoutRedirectUrl: string | undefined
}

const requestParams = ['prompt', 'display', 'ui_locales', 'claims_locales', 'login_hint', 'acr_values', 'hd']

/** The endpoints of `client_options`, and their names in provider metadata. */
const endpoints = {
  authorization_endpoint: 'authorization_endpoint',
  token_endpoint: 'token_endpoint',
  userinfo_endpoint: 'userinfo_endpoint',
  jwks_uri: 'jwks_uri',
  end_session_endpoint: 'end_session_endpoint',
  revocation_endpoint: 'revocation_endpoint',
} as const

const ownArgs = [
  ...requestParams,
  'issuer',
  'discovery',
  'uid_field',
  'client_auth_method',
  'response_type',
  'response_mode',
  'max_age',
  'client_signing_alg',
  'send_nonce',
  'require_state',
  'send_scope_to_token_endpoint',
  'post_logout_redirect_uri',
  'fetch_user_info',
  'user_info_token',
]
const ownClientOptions = [
  ...Object.keys(endpoints),
  'identifier',
  'secret',
  'redirect_uri',
  'host',
  'scheme',
  'port',
  'private_key',
  'key_id',
]

/** Options of omniauth_openid_connect that this strategy refuses, and why. */
const refusedArgs: Readonly<Record<string, string>> = {
  state: 'must not be set: each sign-in gets a new one',
  id_token_hint: 'must not be set: it belongs to one person',
  client_jwk_signing_key:
    'is not supported: the strategy reads the keys from jwks_uri, so that the provider can rotate them',
  client_x509_signing_key:
    'is not supported: the strategy reads the keys from jwks_uri, so that the provider can rotate them',
  logout_path:
    'is not needed: the application ends its own session, and signOutUrl gives the sign-out URL of the provider',
  pkce_verifier: 'must not be set: each sign-in gets a new one',
  pkce_options: 'is not needed: pkce always sends an S256 challenge',
}

/**
 * Reads the options of omniauth_openid_connect as GitLab's administrators write them. PKCE is on by default. Options
 * that would leave an ID token unchecked are refused.
 * @see https://docs.gitlab.com/administration/auth/oidc/
 */
export function readOpenIdConnectOptions(config: ProviderConfig, findings: Findings): OpenIdConnectOptions {
  const block = openBlock(config, findings, {
    args: [...ownArgs, ...Object.keys(refusedArgs)],
    clientOptions: ownClientOptions,
  })
  const { args, client } = block
  refuse(args, refusedArgs)
  args.oneOf('response_type', ['code'])
  for (const name of ['send_nonce', 'require_state'])
    if (args.flag(name) === false) args.problem(name, 'must not be switched off: it connects an answer to its sign-in')
  const discovery = args.flag('discovery') ?? false
  const issuer = readUrl(args, 'issuer') ?? hostAddress(client)
  if (issuer === undefined)
    args.problem('issuer', "is missing: expected the provider's issuer, exactly as its ID tokens name it")
  const redirectUrl = readUrl(client, 'redirect_uri')
  const mode = args.oneOf('response_mode', ['query', 'form_post'])
  const token = args.oneOf('user_info_token', ['header', 'body']) ?? 'header'
  return {
    ...readRequestOptions(args, {
      scope: 'openid',
      options: requestParams,
      fromRequest: ['login_hint', 'ui_locales', 'claims_locales'],
    }),
    ...(redirectUrl !== undefined && { redirectUrl }),
    ...readOpenIdClient(block),
    issuer: issuer ?? '',
    discovery,
    metadata: readMetadata(client, { issuer, discovery }),
    uidField: args.text('uid_field') ?? 'sub',
    responseMode: mode === 'form_post' ? mode : undefined,
    maxAge: readSeconds(args, 'max_age'),
    idTokenAlg: readAlgorithm(args),
    sendScopeToTokenEndpoint: args.flag('send_scope_to_token_endpoint') ?? true,
    userInfo: args.flag('fetch_user_info') === false ? false : token,
    postLogoutRedirectUrl: readUrl(args, 'post_logout_redirect_uri'),
  }
}

type Block = ReturnType<typeof openBlock>

function readOpenIdClient({ provider, args, client }: Block): Pick<OpenIdConnectOptions, 'clientId' | 'auth'> {
  const clientId = client.text('identifier') ?? provider.text('app_id') ?? args.text('client_id') ?? ''
  if (clientId === '') client.problem('identifier', 'is missing: expected the client id')
  const method = args.text('client_auth_method') ?? 'basic'
  if (method === 'mtls')
    args.problem('client_auth_method', 'is mtls, which is not supported: expected basic, query or jwt_bearer')
  if (method === 'jwt_bearer') {
    const privateKey = client.text('private_key') ?? ''
    if (privateKey === '') client.problem('private_key', 'is missing: expected a PKCS #8 key in PEM, for jwt_bearer')
    return { clientId, auth: { method, privateKey, keyId: client.text('key_id') } }
  }
  const secret = client.text('secret') ?? provider.text('app_secret') ?? args.text('client_secret') ?? ''
  if (secret === '') client.problem('secret', 'is missing: expected the client secret')
  // As in Ruby, every other name means the body. The example in GitLab's documentation has query.
  return { clientId, auth: { method: method === 'basic' ? 'basic' : 'post', secret } }
}

/** Ruby's other way to give the issuer: host, scheme and port. */
function hostAddress(client: OptionsReader): string | undefined {
  const host = client.text('host')
  if (host === undefined) return undefined
  const port = client.value('port')
  const address = `${client.text('scheme') ?? 'https'}://${host}${port === undefined || port === 443 ? '' : `:${String(port)}`}`
  return URL.canParse(address) ? address : undefined
}

/** Reads the endpoints of the configuration. Without discovery, those that a sign-in needs are required. */
function readMetadata(
  client: OptionsReader,
  { issuer, discovery }: { issuer: string | undefined; discovery: boolean },
): Partial<AuthorizationServer> {
  const given = Object.entries(endpoints).flatMap(([key, member]): [string, string][] => {
    const address = client.text(key)
    if (address === undefined) return []
    const joined = joinUrl(issuer ?? address, address)
    if (joined === undefined) client.problem(key, 'is not a URL: expected a path below the issuer, or a URL')
    return joined === undefined ? [] : [[member, joined]]
  })
  const metadata: Partial<AuthorizationServer> = Object.fromEntries(given)
  const needed = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const
  for (const key of discovery ? [] : needed) {
    if (metadata[key] === undefined && client.value(key) === undefined)
      client.problem(key, 'is missing: set it, or set discovery: true in args')
  }
  return metadata
}

function readSeconds(args: OptionsReader, key: string): number | undefined {
  const value = args.value(key)
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  args.problem(key, 'is not a number of seconds')
  return undefined
}

function readAlgorithm(args: OptionsReader): string | undefined {
  const name = args.text('client_signing_alg')
  if (name === undefined || signatureAlgorithms.includes(name)) return name
  args.problem('client_signing_alg', `is not supported: expected one of ${signatureAlgorithms.join(', ')}`)
  return undefined
}
