import { accountTexts, refusalText } from '@poolhouse/omniauth'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { signInWithPassword } from '#accounts/password-sign-in'
import { findPasswordHash } from '#accounts/stored-passwords'
import { automaticSignInPage } from '#pages/automatic-sign-in'
import { type HomeView, homePage } from '#pages/home'
import type { Site } from '#pages/layout'
import { type ProviderButton, signInPage } from '#pages/sign-in'
import { endSession, newSessionId, type Session } from '#sessions/sessions'
import type { InForce } from '#settings/in-force'
import type { Log } from '../log.ts'
import { passFirstFactor } from './first-factor.ts'
import type { Flash } from './flash.ts'
import { formText } from './forgery-guard.ts'
import { preparePage, sendPage } from './page.ts'
import { applicationInTexts, type ProviderSignIn } from './provider-sign-in.ts'
import { providerWayOut } from './provider-way-out.ts'
import { signInFirst } from './signed-in.ts'
import { flashCookies, readVisitor, sessionCookie, type Visitor, type VisitorServices } from './visitor.ts'

interface Services extends VisitorServices, Pick<ProviderSignIn, 'providers' | 'labelOf' | 'buttons' | 'signOutUrl'> {
  inForce: InForce
  externalUrl: URL
  site: Site
  log: Log
}

/** The pages of a person: sign in, see who one is, sign out. */
export function visitorRoutes(app: FastifyInstance, services: Services): void {
  const { db, cookies, site, buttons, providers } = services

  app.get('/', async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    if (visitor.session === undefined) return reply.redirect('/users/sign_in', 302)
    const token = preparePage(services, visitor, reply)
    const view = await homeView(services, visitor.session, { token, flash: visitor.flash })
    return sendPage(reply, homePage(site, view))
  })

  app.get<{ Querystring: Record<string, unknown> }>('/users/sign_in', async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    if (visitor.session !== undefined) return reply.redirect('/', 302)
    const token = preparePage(services, visitor, reply)
    const provider = request.query['auto_sign_in'] === 'false' ? undefined : automaticProvider(services, visitor)
    if (provider !== undefined)
      return sendPage(reply, automaticSignInPage(site, { authenticityToken: token, provider }))
    const { flash } = visitor
    const lacksProviders = services.inForce.current.settings.enabled && providers().length === 0
    const shown = { notice: flash, login: flash?.login ?? '' }
    const view = { authenticityToken: token, providers: buttons(), lacksProviders, ...shown }
    return sendPage(reply, signInPage(site, view))
  })

  app.post('/users/sign_in', (request, reply) => signIn(services, request, reply))

  app.post('/users/sign_out', async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    if (visitor.sessionId !== undefined) endSession(db, visitor.sessionId)
    const sessionId = newSessionId()
    const wayOut = await providerWayOut(services, visitor.session)
    reply.header('set-cookie', [
      sessionCookie(cookies, sessionId, { remember: false }),
      ...(wayOut === undefined ? [] : flashCookies(services, { sessionId }, wayOut)),
    ])
    // Who signs out is not to be signed in again at once.
    const automatic = services.inForce.current.settings.autoSignInWithProvider !== undefined
    return reply.redirect(automatic ? '/users/sign_in?auto_sign_in=false' : '/users/sign_in', 303)
  })
}

/** The configured provider, unless there is something to read first: an alert of a failed sign-in would start a loop. */
function automaticProvider({ inForce, buttons }: Services, { flash }: Visitor): ProviderButton | undefined {
  if (flash !== undefined && flash.text !== signInFirst) return undefined
  return buttons().find(({ name }) => name === inForce.current.settings.autoSignInWithProvider)
}

async function signIn(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { log } = services
  const visitor = await readVisitor(services, request.headers.cookie)
  const name = formText(request.body, 'user[login]').trim()
  const password = formText(request.body, 'user[password]')
  const sayAgain = (text: string) => {
    reply.header('set-cookie', flashCookies(services, visitor, { kind: 'alert', text, login: name }))
    return reply.redirect('/users/sign_in', 303)
  }

  const checked = await signInWithPassword(services, { name, password, address: request.ip })
  if (checked.outcome !== 'verified') {
    log.info('sign-in-refused', { reason: checked.outcome })
    return sayAgain(passwordTexts[checked.outcome])
  }
  const accountId = checked.account.id
  const caller = { cookieHeader: request.headers.cookie, userAgent: request.headers['user-agent'] }
  const step = await passFirstFactor(
    services,
    { visitor, caller },
    {
      accountId,
      from: undefined,
      remember: formText(request.body, 'user[remember_me]'),
      bypassesTwoFactor: false,
      redirectFragment: formText(request.body, 'redirect_fragment'),
    },
  )
  if (step.outcome === 'invalid-state') return sayAgain(accountTexts.invalidState)
  if (step.outcome === 'refused') {
    log.info('sign-in-refused', { reason: step.reason, account: accountId })
    return sayAgain(refusalText(step.reason, { label: '', host: '', application: applicationInTexts }))
  }
  log.info(step.isSignedIn ? 'signed-in' : 'second-factor-asked', { account: accountId })
  reply.header('set-cookie', [...step.setCookies])
  return reply.redirect(step.location, 303)
}

const passwordTexts = {
  invalid: 'Invalid login or password.',
  'too-many-attempts': 'Too many attempts. Wait ten minutes, then try again.',
} as const

async function homeView(
  { db, accounts, labelOf }: Services,
  { account, provider }: Session,
  { token, flash }: { token: string; flash: Flash | undefined },
): Promise<HomeView> {
  return {
    authenticityToken: token,
    notice: flash,
    pendingApproval: account.admin ? (await accounts.countByState()).blocked_pending_approval : undefined,
    account: { ...account, passwordAutomaticallySet: findPasswordHash(db, account.id) === undefined },
    signedInWith: provider && labelOf(provider),
    identities: (await accounts.identities(account.id)).map((identity) => ({
      label: labelOf(identity.provider),
      externUid: identity.uid,
    })),
  }
}
