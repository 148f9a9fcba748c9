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
import { formLimit } from './form.ts'
import type { OmniauthOptions } from './omniauth-options.ts'
import { otherPhase } from './other-phase.ts'
import type { PhaseContext } from './phase-context.ts'
import { requestPhase } from './request-phase.ts'
import { inTestMode } from './test-mode.ts'

export interface OmniauthProvider {
  readonly name: string
  readonly label: string
  readonly icon?: string
  /** The address that a form of the sign-in page posts to. */
  readonly requestPath: string
  /** The address to register at the provider, unless the configuration has another one. */
  readonly callbackUrl: string
}

export interface Omniauth {
  /** Answers the requests on OmniAuth's paths. Returns undefined for all others, which the application answers. */
  handler(request: Request): Promise<Response | undefined>
  readonly providers: readonly OmniauthProvider[]
  /** Scheme and host of the application, without a trailing slash. */
  readonly fullHost: string
  /** The largest form that a provider may send, in bytes. The application must allow this size on the callbacks. */
  readonly maxFormBytes: number
  /**
   * Replaces the providers, from the next request on. A sign-in in progress continues if its provider is still in the
   * list. Throws a `ConfigurationError` and changes nothing when a provider is invalid.
   */
  reconfigure(next: Pick<OmniauthOptions, 'providers'>): void
  /**
   * Where to send the browser after the application's sign-out, so that the provider also signs the user out. undefined
   * when the provider does not support this. `returnTo` is an address of the application that is registered at the
   * provider.
   */
  signOutUrl(provider: string, signOut: Omit<SignOut, 'callbackUrl'>): Promise<string | undefined>
  /**
   * New tokens for a refresh token. undefined when the provider does not support this. Throws an `OmniauthError` with
   * the provider's error (`invalid_grant` when the refresh token is no longer valid), or with `timeout` or
   * `failed_to_connect`: then the caller may try again.
   */
  refreshTokens(
    provider: string,
    held: { refreshToken: string; idToken?: string | undefined },
  ): Promise<AuthCredentials | undefined>
  /** Revokes a refresh token, if the provider supports this. Throws an `OmniauthError` when it fails. */
  revokeToken(provider: string, held: { token: string }): Promise<void>
  /** What is known about a provider without a sign-in. This may ask the provider. */
  facts(provider: string): Promise<ProviderFacts | undefined>
}

/**
 * Sign-in for an application: `handler` answers the request phase and the callback phase of each provider.
 *
 * The request phase is `POST {basePath}{pathPrefix}/{name}`, after the check of `validateRequest`. The callback phase
 * is any method on `.../callback`. The application answers a GET on the request path. Errors of the application's
 * functions are thrown to the caller. Errors of a strategy go to `onFailure`.
 * @see https://github.com/omniauth/omniauth
 */
export function omniauth(options: OmniauthOptions): Omniauth {
  const context = phaseContext(options)
  const { paths, services, log } = context
  const methods = (options.allowedRequestMethods ?? ['POST']).map((method) => method.toUpperCase())
  let providers = readProviders(context)
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
          return otherPhase(context, { strategy: provider.strategy, request, name: phase.other })
        if (request.method === 'OPTIONS')
          return answerOptions(context, { provider: provider.strategy.name, request, methods })
        if (phase === 'request' && !methods.includes(request.method)) return undefined
        if (phase === 'request' && request.method === 'GET' && mayWarnOfGet) {
          mayWarnOfGet = false
          log.warn('request-phase.get', {
            warning:
              'GET can start sign-ins, so a link on another site can do that: allow only POST, or refuse such requests in validateRequest',
          })
        }
        const phaseRequest = { request, strategy: await provider.forRequest({ request, phase }) }
        return phase === 'request' ? requestPhase(context, phaseRequest) : callbackPhase(context, phaseRequest)
      }
      return undefined
    },
    reconfigure(next) {
      providers = readProviders({ ...context, options: { ...options, ...next } })
    },
    async signOutUrl(provider, signOut) {
      const place = safePlace(signOut.returnTo, context.origins)
      if (place === undefined)
        throw new TypeError('returnTo must be an address of this application or of allowedOrigins')
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

function phaseContext(options: OmniauthOptions): PhaseContext {
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
      throw new ConfigurationError([
        { message: 'testMode is on in production, so any visitor could sign in as any user: remove it' },
      ])
    log.warn('test-mode', {
      warning: 'no provider is asked, so any visitor can sign in as any user: use it only in tests',
    })
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

function readProviders({ options, paths, log }: PhaseContext): readonly Provider[] {
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
 * The reasons why a strategy can not be used at this address. With `form_post` the callback is a POST from another
 * site, so the cookie is `SameSite=None`. Browsers accept such a cookie only over https, or on this machine. A strategy
 * that proves nothing may only run on this machine.
 */
function placeProblems(
  { name, responseMode, onlyInDevelopment }: Provider['strategy'],
  fullHost: string,
): ConfigurationProblem[] {
  const { protocol, hostname } = new URL(fullHost)
  const here = isLoopbackHost(hostname)
  return [
    ...(responseMode === 'form_post' && protocol !== 'https:' && !here
      ? [{ message: `${name} answers with form_post: expected a fullHost with https, got ${fullHost}` }]
      : []),
    ...(onlyInDevelopment === true && isProduction()
      ? [
          {
            message: `${name} is only for development, but NODE_ENV is production: any visitor could sign in as any user. Remove it`,
          },
        ]
      : []),
    ...(onlyInDevelopment === true && !here
      ? [
          {
            message: `${name} is only for development on this machine: expected a fullHost such as http://localhost:3000, got ${fullHost}`,
          },
        ]
      : []),
  ]
}

async function answerOptions(
  { options }: PhaseContext,
  { provider, request, methods }: { provider: string; request: Request; methods: readonly string[] },
): Promise<Response> {
  await options.hooks?.beforeOptions?.({ request, provider })
  return new Response(null, { status: 200, headers: { allow: methods.join(', ') } })
}

function checkSecret(secret: string | Uint8Array): void {
  const length = typeof secret === 'string' ? utf8Bytes(secret).length : secret.length
  if (length < 32) throw new ConfigurationError([{ message: 'secret is too short: expected at least 32 random bytes' }])
}

/** Reads NODE_ENV, if the platform has it: this code also runs on edge platforms and in Deno. */
function isProduction(): boolean {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
  return process?.env?.['NODE_ENV'] === 'production'
}
