import { commonArgs } from '#core/mounting'
import { type Findings, type OptionsReader, optionsReader } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import { infoAttributes, type ResponseStructure, type Step, type StructurePath } from './response-structure.ts'

/** A value of `authorize_params`: a text, or a function of the request phase's request. */
export type AuthorizeParam = string | ((request: Request) => string | undefined)

/** The options of the authorization code flow. They do not depend on the form of the user info. */
export interface Oauth2Options {
  readonly name: string
  readonly clientId: string
  readonly clientSecret: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly userInfoUrl: string
  readonly authScheme: 'basic_auth' | 'request_body'
  readonly authorizeParams: Readonly<Record<string, AuthorizeParam>>
  readonly tokenParams: Readonly<Record<string, string>>
  readonly redirectUrl: string | undefined
  readonly pkce: boolean
}

export interface Oauth2GenericOptions extends Oauth2Options {
  readonly structure: ResponseStructure
}

/** The defaults of a provider. A configuration overrides them. */
export interface Oauth2Defaults {
  readonly site?: string
  /** URLs, or paths that are joined to the site. */
  endpoints(site: string | undefined): {
    readonly authorizeUrl: string
    readonly tokenUrl: string
    readonly userInfoUrl?: string
  }
  readonly authScheme: 'basic_auth' | 'request_body'
  readonly scope?: string
  readonly pkce: boolean
  /** Options of `args` that are parameters of the authorization request, in addition to `scope` and `state`. */
  readonly authorizeOptions?: readonly string[]
  /** Options of `args` that the strategy reads itself. */
  readonly ownOptions?: readonly string[]
  /** Options of the Ruby strategy that this strategy refuses, and why. */
  readonly refused?: Readonly<Record<string, string>>
}

const clientOptions = ['site', 'authorize_url', 'token_url', 'user_info_url', 'auth_scheme', 'token_method']
const knownArgs = [
  ...commonArgs,
  'client_id',
  'client_secret',
  'client_options',
  'authorize_params',
  'authorize_options',
  'token_params',
  'token_options',
  'scope',
  'redirect_url',
  'pkce',
]
/** Options of omniauth-oauth2 that the strategies refuse, and why. */
const refusedArgs: Readonly<Record<string, string>> = {
  state: 'must not be set: each sign-in gets a new one',
  provider_ignores_state:
    'is not supported: without the state check, an attacker could sign a person in to another account',
  pkce_verifier: 'must not be set: each sign-in gets a new one',
  pkce_options: 'is not needed: pkce: true always sends an S256 challenge',
  auth_token_params: 'is not supported: the access token is always sent in the Authorization header, as a Bearer token',
}
const refusedClientOptions: Readonly<Record<string, string>> = {
  ssl: 'is not supported: certificates are always verified. For a private certificate authority, start Node with NODE_EXTRA_CA_CERTS',
  connection_opts: 'is not supported: time limit and fetch are options of omniauth itself',
  connection_build: 'is not supported: time limit and fetch are options of omniauth itself',
}
/** The strategy sets these parameters itself. An override would remove the protection of the flow. */
const reservedAuthorize = [
  'state',
  'client_id',
  'redirect_uri',
  'response_type',
  'code_challenge',
  'code_challenge_method',
]
const reservedToken = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'client_id', 'client_secret']

const genericDefaults: Oauth2Defaults = {
  endpoints: () => ({ authorizeUrl: '/oauth/authorize', tokenUrl: '/oauth/token' }),
  authScheme: 'basic_auth',
  pkce: false,
  ownOptions: ['user_response_structure'],
}

/**
 * Reads the options of omniauth-oauth2-generic. An option that has no effect here is an error that names it. Two
 * differences from Ruby: `site` and `user_info_url` have no default (Ruby's defaults send the secret to gitlab.com),
 * and a `scope` list is joined by spaces.
 */
export function readOauth2GenericOptions(config: ProviderConfig, findings: Findings): Oauth2GenericOptions {
  const args = optionsReader(config, config.name, findings).hash('args')
  const options: Oauth2GenericOptions = {
    ...readOauth2Options(config, { findings, defaults: genericDefaults }),
    structure: readStructure(args.hash('user_response_structure')),
  }
  if (options.structure.idPath === undefined && looksLikeCognito(options)) {
    args.warning(
      'user_response_structure',
      "has no id_path, and this provider looks like Cognito, whose user info has no id. The uid will be the sub. To confirm this, set id_path: ['sub']",
    )
  }
  return options
}

/**
 * Reads the options that omniauth-oauth2 has for every provider. An option that has no effect here is an error that
 * names it.
 */
export function readOauth2Options(
  config: ProviderConfig,
  { findings, defaults }: { findings: Findings; defaults: Oauth2Defaults },
): Oauth2Options {
  const provider = optionsReader(config, config.name, findings)
  const args = provider.hash('args')
  const authorizeOptions = readNames(args, 'authorize_options') ?? [
    'scope',
    'state',
    ...(defaults.authorizeOptions ?? []),
  ]
  const tokenOptions = readNames(args, 'token_options') ?? []
  const client = args.hash('client_options')
  const refused = { ...refusedArgs, ...defaults.refused }
  refuse(args, refused)
  refuse(client, refusedClientOptions)
  const named = [...authorizeOptions.filter((name) => name !== 'state'), ...(defaults.authorizeOptions ?? [])]
  args.onlyKnown([...knownArgs, ...Object.keys(refused), ...named, ...tokenOptions, ...(defaults.ownOptions ?? [])])
  client.onlyKnown([...clientOptions, ...Object.keys(refusedClientOptions)])
  client.oneOf('token_method', ['post'])
  const site = readUrl(client, 'site') ?? defaults.site
  const otherwise = defaults.endpoints(site)
  const endpoint = (key: string, otherwise?: string) => readEndpoint(client, { key, site, otherwise })
  return {
    name: config.name,
    ...readClient(provider, args),
    authorizeUrl: endpoint('authorize_url', otherwise.authorizeUrl),
    tokenUrl: endpoint('token_url', otherwise.tokenUrl),
    userInfoUrl: endpoint('user_info_url', otherwise.userInfoUrl),
    authScheme: client.oneOf('auth_scheme', ['basic_auth', 'request_body']) ?? defaults.authScheme,
    authorizeParams: {
      ...(defaults.scope !== undefined && { scope: defaults.scope }),
      ...readAuthorizeParams(args, authorizeOptions),
    },
    tokenParams: readTokenParams(args, tokenOptions),
    redirectUrl: readUrl(args, 'redirect_url'),
    pkce: args.flag('pkce') ?? defaults.pkce,
  }
}

export function refuse(reader: OptionsReader, reasons: Readonly<Record<string, string>>): void {
  for (const [key, why] of Object.entries(reasons)) {
    // An option that is false has no effect.
    if (reader.value(key) !== undefined && reader.value(key) !== false) reader.problem(key, why)
  }
}

/** `app_id` and `app_secret`, or `client_id` and `client_secret` of `args`. */
export function readClient(provider: OptionsReader, args: OptionsReader): { clientId: string; clientSecret: string } {
  const clientId = provider.text('app_id') ?? args.text('client_id') ?? ''
  const clientSecret = provider.text('app_secret') ?? args.text('client_secret') ?? ''
  if (clientId === '') provider.problem('app_id', 'is missing: expected the client id')
  if (clientSecret === '') provider.problem('app_secret', 'is missing: expected the client secret')
  return { clientId, clientSecret }
}

/** An http or https URL without username and password. */
export function readUrl(reader: OptionsReader, key: string): string | undefined {
  const text = reader.text(key)
  if (text === undefined || isWebUrl(text)) return text
  reader.problem(key, 'is not a URL: expected one such as https://example.com')
  return undefined
}

export function isWebUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}

/** The `scope` as a text. A list is joined by spaces. */
export function readScope(args: OptionsReader): string | undefined {
  return Array.isArray(args.value('scope')) ? readNames(args, 'scope')?.join(' ') : args.text('scope')
}

/**
 * Joins an address to the site as the Ruby client does. An absolute URL is used as it is, a path from the root replaces
 * the site's path, any other path is appended to it.
 */
export function joinUrl(site: string, address: string): string | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(address)) return isWebUrl(address) ? address : undefined
  if (/^[/\\]{2}/.test(address)) return undefined
  const parent = new URL(site)
  parent.search = ''
  parent.hash = ''
  if (!parent.pathname.endsWith('/')) parent.pathname += '/'
  const joined = new URL(address, parent)
  return joined.origin === parent.origin ? joined.href : undefined
}

function readEndpoint(
  client: OptionsReader,
  { key, site, otherwise }: { key: string; site: string | undefined; otherwise: string | undefined },
): string {
  const address = client.text(key) ?? otherwise
  if (address === undefined || address === '') {
    client.problem(key, 'is missing: expected a path below site, or a URL')
    return ''
  }
  const absolute = isWebUrl(address)
  if (site === undefined && !absolute) {
    client.problem('site', `is missing: expected the URL of the provider, because ${key} is a path below it`)
    return ''
  }
  const joined = joinUrl(site ?? address, address)
  if (joined === undefined)
    client.problem(key, 'is not a URL: expected a path below site, or one such as https://example.com/path')
  return joined ?? ''
}

export function readNames(reader: OptionsReader, key: string): string[] | undefined {
  const list = reader.value(key)
  if (list === undefined) return undefined
  if (Array.isArray(list) && list.every((name): name is string => typeof name === 'string')) return list
  reader.problem(key, 'is not a list of texts')
  return undefined
}

export function readAuthorizeParams(
  args: OptionsReader,
  optionNames: readonly string[],
): Record<string, AuthorizeParam> {
  const given = args.hash('authorize_params')
  const params: [string, AuthorizeParam][] = []
  for (const name of given.keys()) {
    const value = given.value(name)
    if (reservedAuthorize.includes(name)) given.problem(name, reservedHint(name))
    else if (typeof value === 'function') params.push([name, (request) => textOrNothing(value(request))])
    else params.push(...literal(given, name))
  }
  for (const name of optionNames.filter((one) => one !== 'state' && one !== 'scope')) {
    if (reservedAuthorize.includes(name)) args.problem('authorize_options', `names ${name}, which must not be set`)
    else params.push(...literal(args, name))
  }
  const scope = optionNames.includes('scope') ? readScope(args) : undefined
  if (scope !== undefined) params.push(['scope', scope])
  return Object.fromEntries(params)
}

function reservedHint(name: string): string {
  return name === 'redirect_uri' ? 'must not be set here: use redirect_url' : 'must not be set'
}

export function readTokenParams(args: OptionsReader, optionNames: readonly string[]): Record<string, string> {
  const given = args.hash('token_params')
  const all = [
    ...given.keys().map((name) => [given, name] as const),
    ...optionNames.map((name) => [args, name] as const),
  ]
  const params: [string, string][] = []
  for (const [reader, name] of all) {
    if (reservedToken.includes(name)) reader.problem(name, 'must not be set')
    else params.push(...literal(reader, name))
  }
  return Object.fromEntries(params)
}

/** The parameter as text. Empty if the value is absent. A value of another type is a problem. */
function literal(reader: OptionsReader, name: string): [string, string][] {
  const value = reader.value(name)
  if (value === undefined) return []
  const text = textOrNothing(value)
  if (text !== undefined) return [[name, text]]
  reader.problem(name, 'is not a text')
  return []
}

function textOrNothing(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function readStructure(reader: OptionsReader): ResponseStructure {
  reader.onlyKnown(['root_path', 'id_path', 'attributes'])
  const root = readPath(reader, 'root_path') ?? []
  const idPath = readPath(reader, 'id_path')
  if (Array.isArray(idPath) && idPath.length === 0)
    reader.problem('id_path', "is an empty list: expected one such as ['sub']")
  const given = reader.hash('attributes')
  const switchedOff = given.keys().filter((name) => given.value(name) === undefined || given.value(name) === false)
  const attributes: [string, StructurePath][] = []
  for (const name of [...new Set([...infoAttributes, ...given.keys()])]) {
    if (!switchedOff.includes(name)) attributes.push([name, readPath(given, name) ?? name])
  }
  return { rootPath: typeof root === 'object' ? root : [root], idPath, attributes: Object.fromEntries(attributes) }
}

function readPath(reader: OptionsReader, key: string): StructurePath | undefined {
  const value = reader.value(key)
  if (value === undefined || isStep(value)) return value
  if (Array.isArray(value) && value.every(isStep)) return value
  reader.problem(key, 'is not a path: expected a key, or a list of keys and list indices')
  return undefined
}

function isStep(value: unknown): value is Step {
  return typeof value === 'string' || Number.isInteger(value)
}

/** Checks the name and the URLs. If it is wrong, the only effect is an unnecessary warning. */
export function looksLikeCognito(options: Oauth2GenericOptions): boolean {
  const { name, authorizeUrl, userInfoUrl } = options
  return /cognito/i.test(name) || /amazoncognito\.com/i.test(authorizeUrl) || /\/oauth2\/userinfo$/i.test(userInfoUrl)
}
