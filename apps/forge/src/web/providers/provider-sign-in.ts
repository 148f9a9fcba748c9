import {
  accountForSignIn,
  accountTexts,
  failureText,
  identityOf,
  type Omniauth,
  type OmniauthFailure,
  type OmniauthSettings,
  type OmniauthSuccess,
  omniauth,
  type ProviderSession,
  providerSessionOf,
  type RefusalReason,
  refusalText,
  signInFailedTexts,
} from '@poolhouse/omniauth'
import { sendWebResponse, webRequest } from '@poolhouse/omniauth/adapters/fastify'
import { sqliteSingleUse } from '@poolhouse/omniauth/single-use/sqlite'
import { html } from '@poolhouse/pages'
import type { FastifyInstance } from 'fastify'
import { disabledProviders } from '#configuration/disabled-providers'
import type { InForce } from '#configuration/in-force'
import { directoryProvider } from '#directory/people'
import type { Log } from '#foundation/log'
import { errorPage, signInFailedPage } from '#pages/error'
import type { Site } from '#pages/frame/layout'
import type { ProviderButton } from '#pages/sign-in/sign-in'
import { signUpPath } from '#pages/sign-in/sign-up'
import { accountPaths } from '#pages/user-settings/account'
import { authorizeLinkPath } from '#pages/user-settings/authorize-link'
import { endProviderSessions } from '#sessions/provider-sessions'
import type { ForgeDatabase } from '#storage/database'
import { isAuthentic, isSameOrigin } from '#web/http/authenticity'
import { type Cookies, readCookie } from '#web/http/cookies'
import { formText } from '#web/http/forgery-guard'
import { passFirstFactor } from '#web/sign-in/first-factor'
import { applicationInTexts } from '#web/sign-in/refusal-texts'
import { flashCookies, readVisitor, type Visitor, type VisitorServices } from '#web/visitors/visitor'
import { waitingLinkCookie } from './identity-link.ts'

interface Services extends VisitorServices {
  inForce: InForce
  externalUrl: URL
  site: Site
  log: Log
  fetch: typeof globalThis.fetch
}

export interface ProviderSignIn extends Pick<Omniauth, 'facts' | 'signOutUrl'> {
  /** The configured providers, each with the callback URL to register. */
  providers(): readonly (ProviderButton & { callbackUrl: string })[]
  /** The providers that users can sign in with. */
  buttons(): readonly ProviderButton[]
  /** The label of a provider on pages. Its name when it is no longer configured. */
  labelOf(provider: string): string
  /** Replaces the providers, or throws and changes nothing. */
  useProviders(providers: OmniauthSettings['providers']): void
}

/** What Forge adds to the package: which requests may start a sign-in, which account signs in, and which page comes next. */
export function providerSignIn(app: FastifyInstance, services: Services): ProviderSignIn {
  const { db, inForce, keys, cookies, externalUrl, clock, log, fetch } = services
  const auth = omniauth({
    providers: inForce.current.settings.providers,
    fullHost: externalUrl.origin,
    pathPrefix: '/users/auth',
    secret: keys.omniauth,
    validateRequest: (request) => isOwnRequest(services, request),
    keep: (request) => {
      const session = readCookie(request.headers.get('cookie') ?? undefined, cookies.session)
      return session === undefined ? {} : { session }
    },
    onSuccess: (success) => onSuccess({ ...services, labelOf }, withKeptSession(cookies, success)),
    onFailure: (failure) => onFailure({ ...services, labelOf }, withKeptSession(cookies, failure)),
    onProviderSignOut: async (signedOut) => {
      const { provider } = signedOut
      log.info('signed-out-by-provider', { provider, sessions: await endProviderSessions(services, signedOut) })
    },
    // Stored in the database, so that an answer cannot be used again after a restart.
    singleUse: sqliteSingleUse(db, { clock: () => clock.now() }),
    fetch,
    clock: () => clock.now(),
    log,
  })
  const named = (name: string) => auth.providers.find((provider) => provider.name === name)
  const labelOf = (name: string) =>
    named(name)?.label ?? (name === directoryProvider.name ? directoryProvider.label : name)
  const providers = () => auth.providers.map((provider) => ({ ...provider, icon: provider.icon }))

  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/users/auth/*',
    bodyLimit: Math.max(auth.maxFormBytes, largestForm),
    handler: async (request, reply) => {
      const asked = webRequest(request, externalUrl.origin)
      const answer = await auth.handler(request.method === 'POST' ? withCarriedFields(asked, request.body) : asked)
      if (answer === undefined) return reply.callNotFound()
      return sendWebResponse(answer, reply)
    },
  })
  return {
    providers,
    labelOf,
    buttons: () => enabledOf(db, providers()),
    useProviders: (next) => auth.reconfigure({ providers: next }),
    facts: auth.facts,
    signOutUrl: auth.signOutUrl,
  }
}

/** Large enough for SAML answers, because `reconfigure` can add a SAML provider. The package has a limit for each provider. */
const largestForm = 512 * 1024

/**
 * A callback that another site posts (SAML) comes without the session cookie, because the cookie is Lax. This adds the
 * cookie that the request phase kept for the same browser. If the session ended in the meantime, the browser is signed out.
 */
function withKeptSession<Outcome extends { request: Request; kept: Readonly<Record<string, string>> }>(
  { session: name }: Cookies,
  outcome: Outcome,
): Outcome {
  const header = outcome.request.headers.get('cookie') ?? ''
  const session = outcome.kept['session']
  if (session === undefined || readCookie(header, name) !== undefined) return outcome
  const headers = new Headers(outcome.request.headers)
  headers.set('cookie', `${header}; ${name}=${session}`)
  return { ...outcome, request: new Request(outcome.request.url, { method: outcome.request.method, headers }) }
}

function enabledOf(db: ForgeDatabase, buttons: readonly ProviderButton[]): readonly ProviderButton[] {
  const disabled = disabledProviders(db)
  return buttons.filter(({ name }) => !disabled.includes(name))
}

/** OmniAuth keeps only the query of the request phase, so Forge copies these fields of the form into it. */
const carriedFields = ['remember_me', 'redirect_fragment', 'link']

function withCarriedFields(request: Request, body: unknown): Request {
  const url = new URL(request.url)
  for (const field of carriedFields) {
    const value = formText(body, field)
    if (value !== '') url.searchParams.set(field, value.slice(0, 1000))
  }
  return new Request(url, request)
}

async function isOwnRequest(services: Services, request: Request): Promise<boolean> {
  if (!isFromOwnPage(services, request)) return false
  const { sessionId } = await readVisitor(services, request.headers.get('cookie') ?? undefined)
  const token = new URLSearchParams(await request.text()).get('authenticity_token')
  return isAuthentic(services.keys.csrf, sessionId, token)
}

function isFromOwnPage({ externalUrl }: Services, { headers }: Request): boolean {
  const origin = headers.get('origin') ?? undefined
  const site = headers.get('sec-fetch-site') ?? undefined
  return isSameOrigin({ origin, site }, externalUrl)
}

type Labelled = Services & Pick<ProviderSignIn, 'labelOf'>

async function onSuccess(services: Labelled, { auth, params, request }: OmniauthSuccess): Promise<Response> {
  const { db, log, accounts: store, inForce, clock, site, labelOf } = services
  // Read the configuration once, so that one sign-in uses one configuration.
  const { settings, directory } = inForce.current
  const { provider } = auth
  const visitor = await readVisitor(services, request.headers.get('cookie') ?? undefined)
  const { session, sessionId } = visitor
  const isOwnLink = params['link'] === session?.account.id
  const isNew = (await store.findByIdentity(identityOf(auth))) === undefined
  if (session !== undefined && sessionId !== undefined && isNew && !isOwnLink) {
    // The signed-in user did not start this on the account page: ask before linking.
    const waiting = { sessionId, accountId: session.account.id, provider, uid: auth.uid }
    return redirect(authorizeLinkPath, [waitingLinkCookie(services, waiting)])
  }
  const found = await accountForSignIn(
    { store, settings, directory, clock: () => clock.now() },
    { auth, signedInAs: visitor.session?.account.id, disabledProviders: disabledProviders(db) },
  )
  switch (found.outcome) {
    case 'refused':
      return refused(services, { request, provider, reason: found.reason, isSignedIn: visitor.session !== undefined })
    case 'invalid':
      log.info('sign-in-refused', { provider, reasons: found.reasons })
      return htmlPage(
        422,
        signInFailedPage(
          site,
          signInFailedTexts(labelOf(provider), { reasons: found.reasons, application: applicationInTexts }),
        ),
      )
    case 'linked': {
      log.info('identity-linked', { provider, account: found.account.id, change: found.change })
      const notice = { kind: 'notice', text: accountTexts.linked } as const
      // Another tab signed in the same user in the meantime.
      if (!isOwnLink) return redirect('/', [])
      return redirect(accountPaths.page, found.change === 'changed' ? flashCookies(services, visitor, notice) : [])
    }
    case 'signed-in':
      return signIn(services, visitor, {
        request,
        accountId: found.account.id,
        from: providerSessionOf(auth),
        bypassesTwoFactor: found.bypassesTwoFactor,
        params,
      })
  }
}

async function signIn(
  services: Labelled,
  visitor: Visitor,
  { request, params, ...shown }: ProviderAnswer,
): Promise<Response> {
  const { log } = services
  const { accountId, from } = shown
  const { provider } = from
  const { headers } = request
  const caller = { cookieHeader: headers.get('cookie') ?? undefined, userAgent: headers.get('user-agent') ?? undefined }
  const step = await passFirstFactor(
    services,
    { visitor, caller },
    { ...shown, remember: params['remember_me'], redirectFragment: params['redirect_fragment'] },
  )
  switch (step.outcome) {
    case 'invalid-state':
      return alert(services, request, { text: accountTexts.invalidState, page: '/users/sign_in' })
    case 'refused':
      return refused(services, { request, provider, reason: step.reason, isSignedIn: false })
    case 'go-on':
      log.info(step.isSignedIn ? 'signed-in' : 'second-factor-asked', { provider, account: accountId })
      return redirect(step.location, step.setCookies)
  }
}

interface ProviderAnswer {
  request: Request
  accountId: string
  from: ProviderSession
  bypassesTwoFactor: boolean
  params: OmniauthSuccess['params']
}

function refused(
  services: Labelled,
  refusal: { request: Request; provider: string; reason: RefusalReason; isSignedIn: boolean },
): Promise<Response> {
  const { request, provider, reason, isSignedIn } = refusal
  const { log, labelOf, externalUrl } = services
  log.info('sign-in-refused', { provider, reason })
  const host = externalUrl.host.replace(/^www\./, '')
  const subject = { label: labelOf(provider), host, application: applicationInTexts, signUpOpen: true }
  const away = reason === 'sign_up_disabled' ? signUpPath : '/users/sign_in'
  return alert(services, request, { text: refusalText(reason, subject), page: isSignedIn ? accountPaths.page : away })
}

/** The package already logged the failure. */
function onFailure(services: Labelled, failure: OmniauthFailure & { request: Request }): Promise<Response> {
  const text = failureText(services.labelOf(failure.strategy), failure)
  return alert(services, failure.request, { text, page: '/users/sign_in' })
}

async function alert(
  services: Labelled,
  request: Request,
  { text, page }: { text: string; page: string },
): Promise<Response> {
  const visitor = await readVisitor(services, request.headers.get('cookie') ?? undefined)
  // A POST from another site comes without our Lax cookies, but its answer can set cookies. A new session cookie would sign
  // the user out, so show the text on this page instead of after a redirect.
  const isBlind = request.method === 'POST' && visitor.sessionId === undefined && !isFromOwnPage(services, request)
  if (isBlind)
    return htmlPage(
      422,
      errorPage(services.site, { status: 422, heading: 'Sign-in failed', body: html`<p>${text}</p>` }),
    )
  return redirect(page, flashCookies(services, visitor, { kind: 'alert', text }))
}

function redirect(location: string, setCookies: readonly string[]): Response {
  const headers = new Headers({ location })
  for (const line of setCookies) headers.append('set-cookie', line)
  return new Response(null, { status: 303, headers })
}

function htmlPage(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
