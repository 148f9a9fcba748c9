import type { FastifyInstance } from 'fastify'
import type { Log } from '#foundation/log'
import type { Site } from '#pages/frame/layout'
import { activeSessionsPage, sessionPaths } from '#pages/user-settings/active-sessions'
import { listSessions, revokeSession } from '#sessions/account-sessions'
import { browserName } from '#sessions/browser-name'
import { formText } from '#web/http/forgery-guard'
import { sendPage } from '#web/visitors/page'
import { forSignedIn, frameOf, redirectWith } from '#web/visitors/signed-in'
import type { VisitorServices } from '#web/visitors/visitor'

interface Services extends VisitorServices {
  site: Site
  log: Log
  labelOf(provider: string): string
}

/** The active sessions of a user. The user can revoke each of them. */
export function sessionRoutes(app: FastifyInstance, services: Services): void {
  const { db, log, site, labelOf } = services

  app.get(
    sessionPaths.page,
    forSignedIn(services, (context) => {
      const { sessionId, session } = context.visitor
      const listed = listSessions(services, { accountId: session.account.id, current: sessionId })
      const sessions = listed.map(({ handle, provider, userAgent, createdAt, isCurrent }) => ({
        handle,
        browser: browserName(userAgent),
        signedInWith: provider === undefined ? 'a password' : labelOf(provider),
        since: createdAt,
        isCurrent,
      }))
      return sendPage(context.reply, activeSessionsPage(site, { ...frameOf(services, context), sessions }))
    }),
  )

  app.post(
    sessionPaths.revoke,
    forSignedIn(services, (context) => {
      const accountId = context.visitor.session.account.id
      const handle = formText(context.request.body, 'session')
      if (!revokeSession(db, { accountId, handle })) return context.reply.redirect(sessionPaths.page, 303)
      log.info('session-revoked', { account: accountId })
      return redirectWith(services, context, {
        to: sessionPaths.page,
        kind: 'notice',
        text: 'The session is revoked.',
      })
    }),
  )
}
