import { accountTexts } from '@poolhouse/omniauth'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { signInWithPassword } from '#accounts/password-sign-in'
import type { InForce } from '#configuration/in-force'
import type { Log } from '#foundation/log'
import type { Site } from '#pages/frame/layout'
import { automaticSignInPage } from '#pages/sign-in/automatic-sign-in'
import { type ProviderButton, signInPage } from '#pages/sign-in/sign-in'
import { formText } from '#web/http/forgery-guard'
import { preparePage, sendPage } from '#web/visitors/page'
import { signInFirst } from '#web/visitors/signed-in'
import { flashCookies, readVisitor, type Visitor, type VisitorServices } from '#web/visitors/visitor'
import { passFirstFactor } from './first-factor.ts'
import { accountRefusalText } from './refusal-texts.ts'

interface Services extends VisitorServices {
  inForce: InForce
  site: Site
  log: Log
  /** The configured providers. */
  providers(): readonly ProviderButton[]
  /** The providers that users can sign in with. */
  buttons(): readonly ProviderButton[]
}

/** The sign-in page, and the sign-in with a password. */
export function signInRoutes(app: FastifyInstance, services: Services): void {
  const { site, buttons, providers } = services

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
}

/** The configured provider. Undefined when the page has an alert: a failed sign-in would start again without end. */
function automaticProvider({ inForce, buttons }: Services, { flash }: Visitor): ProviderButton | undefined {
  if (flash !== undefined && flash.text !== signInFirst) return undefined
  return buttons().find(({ name }) => name === inForce.current.settings.autoSignInWithProvider)
}

async function signIn(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { log } = services
  const visitor = await readVisitor(services, request.headers.cookie)
  const name = formText(request.body, 'user[login]').trim()
  const password = formText(request.body, 'user[password]')
  const showAlert = (text: string) => {
    reply.header('set-cookie', flashCookies(services, visitor, { kind: 'alert', text, login: name }))
    return reply.redirect('/users/sign_in', 303)
  }

  const checked = await signInWithPassword(services, { name, password, address: request.ip })
  if (checked.outcome !== 'verified') {
    log.info('sign-in-refused', { reason: checked.outcome })
    return showAlert(passwordTexts[checked.outcome])
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
  if (step.outcome === 'invalid-state') return showAlert(accountTexts.invalidState)
  if (step.outcome === 'refused') {
    log.info('sign-in-refused', { reason: step.reason, account: accountId })
    return showAlert(accountRefusalText(step.reason))
  }
  log.info(step.isSignedIn ? 'signed-in' : 'second-factor-asked', { account: accountId })
  reply.header('set-cookie', [...step.setCookies])
  return reply.redirect(step.location, 303)
}

const passwordTexts = {
  invalid: 'Invalid login or password.',
  'too-many-attempts': 'Too many attempts. Wait ten minutes, then try again.',
} as const
