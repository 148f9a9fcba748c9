import { buildStrategies } from '#config/providers'
import type { AuthHash } from './auth-hash.ts'
import { boundedText } from './bounded-text.ts'
import { ConfigurationError } from './configuration-error.ts'
import { hex, randomBytes, utf8Bytes } from './encoding.ts'
import {
  asOmniauthError,
  authenticityError,
  blankUid,
  invalidRequest,
  type OmniauthError,
  type OmniauthFailure,
} from './failure.ts'
import { consoleLog, type Log } from './log.ts'
import { originOf } from './origin.ts'
import { type Paths, pathsOf } from './paths.ts'
import type { ProviderConfig } from './provider-config.ts'
import { mediaType, providerHttp } from './provider-http.ts'
import type { Strategy, StrategyServices } from './strategy.ts'
import { type Transaction, type TransactionCookies, transactionCookies } from './transaction-cookie.ts'

type Answer = Response | Promise<Response>

export interface OmniauthSuccess {
  readonly auth: AuthHash
  /** Where the person came from: a path of this application, or undefined. */
  readonly origin: string | undefined
  /** Query parameters of the request phase. */
  readonly params: Readonly<Record<string, string>>
  readonly request: Request
}

export interface OmniauthHooks {
  beforeRequest?(phase: { request: Request; provider: string }): void | Promise<void>
  afterRequest?(phase: { request: Request; provider: string; response: Response }): void | Promise<void>
  beforeCallback?(phase: { request: Request; provider: string }): void | Promise<void>
  beforeOptions?(phase: { request: Request; provider: string }): void | Promise<void>
}

export interface OmniauthOptions {
  readonly providers: readonly (ProviderConfig | Strategy)[]
  /** Scheme and host of the application, such as `https://app.example.com`. Callback URLs are made from it, never from headers. */
  readonly fullHost: string
  /** Default `/auth`; GitLab's is `/users/auth`. */
  readonly pathPrefix?: string
  /** Where the application is mounted, such as `/gitlab`. Default: nowhere. */
  readonly basePath?: string
  /** At least 32 bytes; keys the transaction cookie. */
  readonly secret: string | Uint8Array
  /** The CSRF check of the request phase: true only for a request made by one of the application's own pages. It gets a copy whose body it may read. */
  validateRequest(request: Request): boolean | Promise<boolean>
  onSuccess(result: OmniauthSuccess): Answer
  /** Default: 302 to `{basePath}{pathPrefix}/failure?message=..[&origin=..]&strategy=..`, a page of the application. */
  onFailure?(failure: OmniauthFailure & { request: Request; origin: string | undefined }): Answer
  readonly hooks?: OmniauthHooks
  readonly fetch?: typeof globalThis.fetch
  /** Time limit of one call to a provider. Default 10 seconds. */
  readonly timeoutMs?: number
  /** Epoch milliseconds. */
  readonly clock?: () => number
  readonly randomBytes?: (length: number) => Uint8Array
  readonly log?: Log
}

export interface OmniauthProvider {
  readonly name: string
  readonly label: string
  readonly icon?: string
  /** Where a form of the sign-in page posts to. */
  readonly requestPath: string
}

export interface Omniauth {
  /** Answers the requests that are its own; undefined for all others, which are the application's. */
  handler(request: Request): Promise<Response | undefined>
  readonly providers: readonly OmniauthProvider[]
}

/**
 * Sign-in for an application: `handler` answers the request phase and the callback phase of each provider.
 *
 * A request phase is `POST {basePath}{pathPrefix}/{name}`, passed by `validateRequest`; a callback is any method on `.../callback`. A GET on
 * the request path is the application's. Errors of the application's own functions pass through; those of a strategy go to `onFailure`.
 * @see https://github.com/omniauth/omniauth
 */
export function omniauth(options: OmniauthOptions): Omniauth {
  const paths = pathsOf(options)
  const { clock = Date.now, log = consoleLog } = options
  checkSecret(options.secret)
  if (typeof options.validateRequest !== 'function') {
    throw new ConfigurationError([
      { message: 'validateRequest is missing: expected the CSRF check of the request phase' },
    ])
  }
  const strategies = buildStrategies(options.providers)
  for (const strategy of strategies) {
    for (const warning of strategy.warnings) log.warn('provider.warning', { provider: strategy.name, warning })
  }
  const desk: Desk = {
    options,
    paths,
    log,
    cookies: transactionCookies({ secret: options.secret, secure: paths.fullHost.startsWith('https:'), clock }),
    services: {
      http: providerHttp({
        ...(options.fetch && { fetch: options.fetch }),
        ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      }),
      clock,
      randomBytes: options.randomBytes ?? randomBytes,
    },
  }
  const byName = new Map(strategies.map((strategy) => [strategy.name, strategy]))
  return {
    providers: strategies.map(({ name, label, icon }) => ({
      name,
      label,
      ...(icon !== undefined && { icon }),
      requestPath: paths.requestPath(name),
    })),
    async handler(request) {
      const match = paths.match(new URL(request.url).pathname, [...byName.keys()])
      const strategy = match && byName.get(match.provider)
      if (match === undefined || strategy === undefined) return undefined
      if (request.method === 'OPTIONS') {
        await options.hooks?.beforeOptions?.({ request, provider: strategy.name })
        return new Response(null, { status: 200, headers: { allow: 'POST' } })
      }
      if (match.phase === 'callback') return callbackPhase(desk, strategy, request)
      return request.method === 'POST' ? requestPhase(desk, strategy, request) : undefined
    },
  }
}

/** What both phases work with. */
interface Desk {
  readonly options: OmniauthOptions
  readonly paths: Paths
  readonly cookies: TransactionCookies
  readonly services: StrategyServices
  readonly log: Log
}

async function requestPhase(desk: Desk, strategy: Strategy, request: Request): Promise<Response> {
  const { options, paths, cookies, services } = desk
  const provider = strategy.name
  const query = new URL(request.url).searchParams
  let origin: string | undefined
  let response: Response
  try {
    const sources = { query, form: await formOf(request), referer: request.headers.get('referer') }
    await validate(options, request)
    origin = originOf(sources, { fullHost: paths.fullHost, requestPath: paths.requestPath(provider) })
  } catch (thrown) {
    return failure(desk, { strategy, request, origin, error: asOmniauthError(thrown) })
  }
  await options.hooks?.beforeRequest?.({ request: request.clone(), provider })
  try {
    const state = hex(services.randomBytes(24))
    const answer = await strategy.requestPhase(services, { request, callbackUrl: paths.callbackUrl(provider), state })
    const params = Object.fromEntries(query)
    const transaction = { state, provider, origin, params, kept: answer.keep, startedAt: services.clock() }
    const started = await cookies.start(request, transaction)
    response = 'page' in answer ? withCookies(answer.page, started) : redirect(answer.location, started)
  } catch (thrown) {
    return failure(desk, { strategy, request, origin, error: asOmniauthError(thrown) })
  }
  await options.hooks?.afterRequest?.({ request, provider, response })
  return response
}

async function callbackPhase(desk: Desk, strategy: Strategy, request: Request): Promise<Response> {
  const { options, paths, cookies, services } = desk
  const provider = strategy.name
  await options.hooks?.beforeCallback?.({ request: request.clone(), provider })
  const ended: string[] = []
  let transaction: Transaction | undefined
  let auth: AuthHash
  try {
    const params = await callbackParams(request)
    const states = params.getAll('state')
    const state = states.length === 1 ? (states[0] ?? '') : ''
    ended.push(...(await cookies.end(state)))
    transaction = await cookies.find(request, { state, provider })
    const phase = { request, callbackUrl: paths.callbackUrl(provider), params, kept: transaction.kept }
    auth = await strategy.callbackPhase(services, phase)
    if (auth.uid.trim() === '') throw blankUid(`The answer of ${provider} names nobody`)
  } catch (thrown) {
    const error = asOmniauthError(thrown)
    return withCookies(await failure(desk, { strategy, request, origin: transaction?.origin, error }), ended)
  }
  const { origin, params } = transaction
  return withCookies(await options.onSuccess({ auth, origin, params, request }), ended)
}

/** The CSRF check; one that throws has refused. */
async function validate(options: OmniauthOptions, request: Request): Promise<void> {
  let valid: boolean
  try {
    valid = (await options.validateRequest(request.clone())) === true
  } catch (thrown) {
    throw authenticityError(thrown)
  }
  if (!valid) throw authenticityError()
}

async function failure(
  desk: Desk,
  what: { strategy: Strategy; request: Request; origin: string | undefined; error: OmniauthError },
): Promise<Response> {
  const { strategy, request, origin, error } = what
  desk.log.error('sign-in.failed', {
    provider: strategy.name,
    type: error.type,
    message: error.message,
    ...(error.cause !== undefined && { cause: String(error.cause) }),
  })
  const told = { type: error.type, strategy: strategy.name, error, request, origin }
  if (desk.options.onFailure !== undefined) return desk.options.onFailure(told)
  const query = new URLSearchParams({
    message: error.type,
    ...(origin !== undefined && { origin }),
    strategy: strategy.name,
  })
  return redirect(`${desk.paths.root}/failure?${query}`, [])
}

/** Query parameters, and for a POST those of its form (providers that answer with `response_mode=form_post`). */
async function callbackParams(request: Request): Promise<URLSearchParams> {
  const params = new URL(request.url).searchParams
  return new URLSearchParams([...params, ...(await formOf(request))])
}

const maxFormBytes = 64 * 1024

/** The parameters of a form body; empty for anything else. The request itself stays unread for the application. */
async function formOf(request: Request): Promise<URLSearchParams> {
  if (request.body === null || mediaType(request.headers) !== 'application/x-www-form-urlencoded')
    return new URLSearchParams()
  const text = await boundedText(request.clone().body, maxFormBytes)
  if (text === undefined) throw invalidRequest(`The form is larger than ${maxFormBytes} bytes`)
  return new URLSearchParams(text)
}

function redirect(location: string, cookies: readonly string[]): Response {
  const response = new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

/** The application's response with our cookies added; its own headers may be immutable. */
function withCookies(response: Response, cookies: readonly string[]): Response {
  const headers = new Headers(response.headers)
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

function checkSecret(secret: string | Uint8Array): void {
  const length = typeof secret === 'string' ? utf8Bytes(secret).length : secret.length
  if (length < 32) throw new ConfigurationError([{ message: 'secret is too short: expected at least 32 random bytes' }])
}
