import { accountForSignIn, accountTexts, refusalText } from '@poolhouse/omniauth'
import type { FastifyInstance } from 'fastify'
import type { InForce } from '#configuration/in-force'
import type { Log } from '#foundation/log'
import type { Site } from '#pages/frame/layout'
import { accountPaths } from '#pages/user-settings/account'
import { authorizeLinkPage, authorizeLinkPath } from '#pages/user-settings/authorize-link'
import { clearWaitingLinkCookie, readWaitingLink } from '#web/providers/identity-link'
import { applicationInTexts } from '#web/sign-in/refusal-texts'
import { sendPage } from '#web/visitors/page'
import { forSignedIn, frameOf, redirectWith, type SignedInContext } from '#web/visitors/signed-in'
import type { VisitorServices } from '#web/visitors/visitor'

interface Services extends VisitorServices {
  inForce: InForce
  externalUrl: URL
  site: Site
  log: Log
  labelOf(provider: string): string
}

/**
 * GitLab's "Authorize identity provider link". It asks the user before Forge links an identity that the user did not
 * connect on the account page.
 */
export function authorizeLinkRoutes(app: FastifyInstance, services: Services): void {
  const { accounts: store, clock, log, site, externalUrl, labelOf } = services

  app.get(
    authorizeLinkPath,
    forSignedIn(services, (context) => {
      const waiting = waitingOf(services, context)
      if (waiting === undefined) return context.reply.redirect(accountPaths.page, 303)
      const view = { ...frameOf(services, context), label: labelOf(waiting.provider), uid: waiting.uid }
      return sendPage(context.reply, authorizeLinkPage(site, view))
    }),
  )

  app.post(
    authorizeLinkPath,
    forSignedIn(services, async (context) => {
      const waiting = waitingOf(services, context)
      context.reply.header('set-cookie', clearWaitingLinkCookie(services))
      const say = (kind: 'alert' | 'notice', text: string) =>
        redirectWith(services, context, { to: accountPaths.page, kind, text })
      if (waiting === undefined) return say('alert', accountTexts.invalidState)
      const { accountId, provider, uid } = waiting
      const auth = { provider, uid, info: {}, credentials: { token: '', expires: false }, extra: { raw_info: {} } }
      const { settings } = services.inForce.current
      const linked = await accountForSignIn(
        { store, settings, clock: () => clock.now() },
        { auth, signedInAs: accountId },
      )
      if (linked.outcome === 'linked') {
        log.info('identity-linked', { provider, account: accountId, change: linked.change })
        return say('notice', accountTexts.linked)
      }
      if (linked.outcome !== 'refused') return say('alert', accountTexts.invalidState)
      log.info('sign-in-refused', { provider, reason: linked.reason })
      const subject = { label: labelOf(provider), host: externalUrl.host, application: applicationInTexts }
      return say('alert', refusalText(linked.reason, subject))
    }),
  )
}

function waitingOf(services: Services, { request, visitor }: SignedInContext) {
  const { sessionId, session } = visitor
  return readWaitingLink(services, {
    sessionId,
    accountId: session.account.id,
    cookieHeader: request.headers.cookie,
  })
}
