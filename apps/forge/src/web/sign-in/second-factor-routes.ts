import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '#foundation/log'
import type { Site } from '#pages/frame/layout'
import { secondFactorPage, secondFactorPath } from '#pages/sign-in/second-factor'
import { checkSecondFactor } from '#two-factor/second-factor'
import { formText } from '#web/http/forgery-guard'
import { preparePage, sendPage } from '#web/visitors/page'
import { flashCookies, readVisitor, type Visitor, type VisitorServices } from '#web/visitors/visitor'
import { beginSession } from './first-factor.ts'
import { accountRefusalText } from './refusal-texts.ts'
import { readWaiting } from './waiting-sign-in.ts'

interface Services extends VisitorServices {
  site: Site
  log: Log
}

const texts = {
  invalid: 'Invalid two-factor code.',
  'too-many-attempts': 'Too many attempts. Wait ten minutes, then try again.',
} as const

/** The second step of a sign-in, for accounts with a second factor. */
export function secondFactorRoutes(app: FastifyInstance, services: Services): void {
  app.get(secondFactorPath, async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    if (visitor.session !== undefined) return reply.redirect('/', 302)
    if ((await waitingOf(services, visitor, request)) === undefined) return reply.redirect('/users/sign_in', 302)
    const authenticityToken = preparePage(services, visitor, reply)
    return sendPage(reply, secondFactorPage(services.site, { authenticityToken, notice: visitor.flash }))
  })

  app.post(secondFactorPath, async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    const waiting = await waitingOf(services, visitor, request)
    if (visitor.session !== undefined) return reply.redirect('/', 303)
    const say = (page: string, text: string) => redirectWithAlert(services, visitor, { reply, page, text })
    if (waiting === undefined) return say('/users/sign_in', 'Your sign-in took too long. Please sign in again.')
    const { accountId, from } = waiting
    const code = formText(request.body, 'user[otp_attempt]')
    const checked = checkSecondFactor(services, { accountId, code })
    if (checked !== 'accepted') {
      services.log.info('second-factor-refused', { account: accountId, reason: checked })
      return say(secondFactorPath, texts[checked])
    }
    const caller = { cookieHeader: request.headers.cookie, userAgent: request.headers['user-agent'] }
    const step = await beginSession(services, { visitor, caller }, waiting)
    if (step.outcome === 'refused') return say('/users/sign_in', accountRefusalText(step.reason))
    services.log.info('signed-in', { account: accountId, provider: from?.provider, secondFactor: true })
    reply.header('set-cookie', [...step.setCookies])
    return reply.redirect(step.location, 303)
  })
}

function waitingOf(services: Services, { sessionId }: Visitor, request: FastifyRequest) {
  return readWaiting(services, { sessionId, cookieHeader: request.headers.cookie })
}

function redirectWithAlert(
  services: Services,
  visitor: Visitor,
  { reply, page, text }: { reply: FastifyReply; page: string; text: string },
): FastifyReply {
  reply.header('set-cookie', flashCookies(services, visitor, { kind: 'alert', text }))
  return reply.redirect(page, 303)
}
