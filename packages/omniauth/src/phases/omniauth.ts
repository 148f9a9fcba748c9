import { buildProviders, type Provider } from '#config/providers'
import { transactionCookies } from '#cookies/transaction-cookie'
import type { AuthCredentials } from '#core/auth-hash'
import { ConfigurationError, type ConfigurationProblem } from '#core/configuration-error'
import { randomBytes, utf8Bytes } from '#core/encoding'
import { consoleLog } from '#core/log'
import { safePlace } from '#core/origin'
import { pathsOf, placeOf } from '#core/paths'
import { providerHttp } from '#core/provider-http'
import { singleUseMemory } from '#core/single-use'
import type { ProviderFacts, SignOut } from '#core/strategy'
import { isLoopbackHost } from '#http/loopback-host'
import { callbackPhase } from './callback-phase.ts'
import type { Desk } from './desk.ts'
import { formLimit } from './form.ts'
import type { OmniauthOptions } from './omniauth-options.ts'
import { otherPhase } from './other-phase.ts'
import { requestPhase } from './request-phase.ts'
import { inTestMode } from './test-mode.ts'

export interface OmniauthProvider {
  readonly name: string
  readonly label: string
  readonly icon?: string
  /** Where a form of the sign-in page posts to. */
  readonly requestPath: string
  /** The address to register with the provider, unless the configuration gives it another. */
  readonly callbackUrl: string
}

export interface Omniauth {
  /** Answers the requests that are its own; undefined for all others, which are the application's. */
  handler(request: Request): Promise<Response | undefined>
  readonly providers: readonly OmniauthProvider[]
  /** Scheme and host of the application, without a trailing slash. */
  readonly fullHost: string
  /** The largest form that a provider may send, in bytes: what an application's own limit must let through on the callbacks. */
  readonly maxFormBytes: number
  /**
   * Takes other providers from the next request on; sign-ins under way go on with those that are left. Throws a `ConfigurationError` and
   * changes nothing when one of them is wrong.
   */
  reconfigure(next: Pick<OmniauthOptions, 'providers'>): void
  /**
   * Where to send the browser after the application's own sign-out, so that the provider signs the person out too; undefined when the
   * provider has no such place. `returnTo` is a place of the application, and registered at the provider.
   */
  signOutUrl(provider: string, signOut: Omit<SignOut, 'callbackUrl'>): Promise<string | undefined>
  /**
   * New tokens for a person's refresh token; undefined when the provider has no way to. Throws an `OmniauthError`: the provider's own error (`invalid_grant` when the
   * refresh token is spent), `timeout` and `failed_to_connect` when it may be tried again.
   */
  refreshTokens(
    provider: string,
    held: { refreshToken: string; idToken?: string | undefined },
  ): Promise<AuthCredentials | undefined>
  /** Ends a refresh token at the provider, where the provider has a way to. Throws an `OmniauthError` when that failed. */
  revokeToken(provider: string, held: { token: string }): Promise<void>
  /** What can be told of a provider without anybody signing in; it may ask the provider. */
  facts(provider: string): Promise<ProviderFacts | undefined>
}

/**
 * Sign-in for an application: `handler` answers the request phase and the callback phase of each provider.
 *
 * A request phase is `POST {basePath}{pathPrefix}/{name}`, passed by `validateRequest`; a callback is any method on `.../callback`. A GET on
 * the request path is the application's. Errors of the application's own functions pass through; those of a strategy go to `onFailure`.
 * @see https://github.com/omniauth/omniauth
 */
export function omniauth(options: OmniauthOptions): Omniauth {
  const desk = deskOf(options)
  const { paths, services, log } = desk
  const methods = (options.allowedRequestMethods ?? ['POST']).map((method) => method.toUpperCase())
  let providers = readProviders(desk)
  let mayWarnOfGet = options.silenceGetWarning !== true
  const named = (name: string) => providers.find(({ strategy }) => strategy.name === name)?.strategy

  return {
    fullHost: paths.fullHost,
    get providers() {
      return providers.map(({ strategy }) => ({
        name: strategy.name,
        label: strategy.label,
        ...(strategy.icon !== undefined && { icon: strategy.icon }),
        requestPath: paths.requestPath(strategy),
        callbackUrl: paths.callbackUrl(strategy),
      }))
    },
    get maxFormBytes() {
      return Math.max(...[undefined, ...providers.map(({ strategy }) => strategy.maxFormBytes)].map(formLimit))
    },
    async handler(request) {
      const place = placeOf(request)
      for (const provider of providers) {
        const phase = paths.phaseOf(provider.strategy, place)
        if (phase === undefined) continue
        if (typeof phase === 'object')
          return otherPhase(desk, { strategy: provider.strategy, request, name: phase.other })
        if (request.method === 'OPTIONS')
          return answerOptions(desk, { provider: provider.strategy.name, request, methods })
        if (phase === 'request' && !methods.includes(request.method)) return undefined
        if (phase === 'request' && request.method === 'GET' && mayWarnOfGet) {
          mayWarnOfGet = false
          log.warn('request-phase.get', {
            warning: 'GET begins sign-ins: a link of any other site can, unless validateRequest refuses it',
          })
        }
        const turn = { request, strategy: await provider.forRequest({ request, phase }) }
        return phase === 'request' ? requestPhase(desk, turn) : callbackPhase(desk, turn)
      }
      return undefined
    },
    reconfigure(next) {
      providers = readProviders({ ...desk, options: { ...options, ...next } })
    },
    async signOutUrl(provider, signOut) {
      const place = safePlace(signOut.returnTo, desk.origins)
      if (place === undefined) throw new TypeError('returnTo is not a place of this application')
      const returnTo = new URL(place, paths.fullHost).href
      const strategy = named(provider)
      if (strategy?.signOutUrl === undefined) return undefined
      const callbackUrl = paths.callbackUrl(strategy, new Request(returnTo))
      return strategy.signOutUrl(services, { ...signOut, returnTo, callbackUrl })
    },
    refreshTokens: async (provider, held) => named(provider)?.refreshTokens?.(services, held),
    revokeToken: async (provider, held) => named(provider)?.revokeToken?.(services, held),
    facts: async (provider) => named(provider)?.facts?.(services),
  }
}

function deskOf(options: OmniauthOptions): Desk {
  const paths = pathsOf(options)
  const { clock = Date.now, log = consoleLog, testMode } = options
  checkSecret(options.secret)
  if (typeof options.validateRequest !== 'function') {
    throw new ConfigurationError([
      { message: 'validateRequest is missing: expected the CSRF check of the request phase' },
    ])
  }
  if (testMode !== undefined) {
    if (isProduction())
      throw new ConfigurationError([{ message: 'testMode is on in production: anybody could be anybody' }])
    log.warn('test-mode', { warning: 'providers are not asked: anybody can be anybody' })
  }
  return {
    options,
    paths,
    origins: { fullHost: paths.fullHost, allowedOrigins: options.allowedOrigins ?? [] },
    log,
    cookies: transactionCookies({ secret: options.secret, secure: paths.fullHost.startsWith('https:'), clock }),
    services: {
      http: providerHttp({
        ...(options.fetch && { fetch: options.fetch }),
        ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      }),
      clock,
      randomBytes: options.randomBytes ?? randomBytes,
      singleUse: options.singleUse ?? singleUseMemory(clock),
    },
  }
}

function readProviders({ options, paths, log }: Desk): readonly Provider[] {
  const { testMode } = options
  const providers = buildProviders(options.providers)
  const problems = providers.flatMap(({ strategy }) => placeProblems(strategy, paths.fullHost))
  if (problems.length > 0) throw new ConfigurationError(problems)
  for (const { strategy } of providers) {
    for (const warning of strategy.warnings) log.warn('provider.warning', { provider: strategy.name, warning })
  }
  if (testMode === undefined) return providers
  return providers.map((provider) => ({
    strategy: inTestMode(provider.strategy, testMode),
    forRequest: async (phase) => inTestMode(await provider.forRequest(phase), testMode),
  }))
}

/**
 * Where a strategy can't be used. The cookie of a sign-in that comes back as another site's POST is `SameSite=None`, which browsers take over https
 * alone (or on this machine). One that proves nothing is for this machine.
 */
function placeProblems(
  { name, responseMode, onlyInDevelopment }: Provider['strategy'],
  fullHost: string,
): ConfigurationProblem[] {
  const { protocol, hostname } = new URL(fullHost)
  const here = isLoopbackHost(hostname)
  return [
    ...(responseMode === 'form_post' && protocol !== 'https:' && !here
      ? [{ message: `${name} answers by form_post, which needs a fullHost of https: ${fullHost} is not` }]
      : []),
    ...(onlyInDevelopment === true && isProduction()
      ? [{ message: `${name} is for development, and NODE_ENV is production: anybody could be anybody. Take it out` }]
      : []),
    ...(onlyInDevelopment === true && !here
      ? [{ message: `${name} is for development on this machine, such as http://localhost:3000: ${fullHost} is not` }]
      : []),
  ]
}

async function answerOptions(
  { options }: Desk,
  { provider, request, methods }: { provider: string; request: Request; methods: readonly string[] },
): Promise<Response> {
  await options.hooks?.beforeOptions?.({ request, provider })
  return new Response(null, { status: 200, headers: { allow: methods.join(', ') } })
}

function checkSecret(secret: string | Uint8Array): void {
  const length = typeof secret === 'string' ? utf8Bytes(secret).length : secret.length
  if (length < 32) throw new ConfigurationError([{ message: 'secret is too short: expected at least 32 random bytes' }])
}

/** The environment where there is one: the core runs on edges and in Deno, too. */
function isProduction(): boolean {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
  return process?.env?.['NODE_ENV'] === 'production'
}
