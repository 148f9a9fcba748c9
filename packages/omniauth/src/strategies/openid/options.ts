import { commonArgs } from '#core/mounting'
import type { Findings, OptionsReader } from '#core/options-reader'
import { optionsReader } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import { type AuthorizeParam, readAuthorizeParams, readNames, readScope, readUrl } from '../oauth2/options.ts'

/** The readers of a provider block: the provider, its `args`, and the `client_options` in them. */
export interface OpenIdBlock {
  readonly provider: OptionsReader
  readonly args: OptionsReader
  readonly client: OptionsReader
}

/** Opens a provider block, and reports the keys that are not known to this strategy. */
export function openBlock(
  config: ProviderConfig,
  findings: Findings,
  own: { args: readonly string[]; clientOptions: readonly string[] },
): OpenIdBlock {
  const provider = optionsReader(config, config.name, findings)
  const args = provider.hash('args')
  args.onlyKnown([...commonArgs, ...sharedArgs, ...own.args])
  const client = args.hash('client_options')
  client.onlyKnown(own.clientOptions)
  return { provider, args, client }
}

const sharedArgs = [
  'client_id',
  'client_secret',
  'client_options',
  'scope',
  'pkce',
  'authorize_params',
  'allow_authorize_params',
  'redirect_uri',
  'redirect_url',
]

/** Options of the authentication request, for every provider of OpenID Connect. */
export interface OpenIdRequestOptions {
  readonly scope: string
  readonly pkce: boolean
  readonly authorizeParams: Readonly<Record<string, AuthorizeParam>>
  readonly fromRequest: readonly string[]
  readonly redirectUrl?: string
}

/** The strategy sets these itself, or they would bypass its checks. */
const reserved = ['nonce', 'response_mode', 'max_age', 'scope', 'request', 'request_uri', 'registration']

/**
 * Reads `scope`, `pkce`, `authorize_params`, `redirect_uri` and `allow_authorize_params` (names that the request phase
 * takes from its query). `options` are parameters directly in `args`, such as `prompt`. `addsOpenId` adds the scope
 * `openid`, for Ruby strategies whose configurations do not have it.
 */
export function readRequestOptions(
  args: OptionsReader,
  defaults: { scope: string; options: readonly string[]; fromRequest: readonly string[]; addsOpenId?: boolean },
): OpenIdRequestOptions {
  const scopes = (readScope(args) ?? defaults.scope).split(/[\s,]+/).filter((scope) => scope !== '')
  if (defaults.addsOpenId === true && !scopes.includes('openid')) scopes.unshift('openid')
  if (!scopes.includes('openid')) args.problem('scope', 'lacks openid: without it, the provider gives no ID token')
  const params = args.hash('authorize_params')
  for (const name of reserved) if (params.value(name) !== undefined) params.problem(name, 'must not be set here')
  const allowed = readNames(args, 'allow_authorize_params') ?? []
  const unsafe = allowed.filter((name) => [...reserved, ...owned].includes(name))
  if (unsafe.length > 0)
    args.problem('allow_authorize_params', `names ${unsafe.join(', ')}: the URL of a sign-in must not set them`)
  const redirectUrl = readUrl(args, 'redirect_uri') ?? readUrl(args, 'redirect_url')
  return {
    scope: scopes.join(' '),
    pkce: args.flag('pkce') ?? true,
    authorizeParams: readAuthorizeParams(args, defaults.options),
    fromRequest: [...defaults.fromRequest, ...allowed],
    ...(redirectUrl !== undefined && { redirectUrl }),
  }
}

const owned = ['state', 'client_id', 'redirect_uri', 'response_type', 'code_challenge', 'code_challenge_method']
