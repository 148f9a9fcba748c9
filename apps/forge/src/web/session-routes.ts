import type { FastifyInstance } from 'fastify'
import { activeSessionsPage, sessionPaths } from '#pages/active-sessions'
import type { Site } from '#pages/layout'
import { listSessions, revokeSession } from '#sessions/account-sessions'
import { browserName } from '#sessions/browser-name'
import type { Log } from '../log.ts'
import { formText } from './forgery-guard.ts'
import { sendPage } from './page.ts'
import { forSignedIn, frameOf, redirectWith } from './signed-in.ts'
import type { VisitorServices } from './visitor.ts'

interface Services extends VisitorServices {
  site: Site
  log: Log
  labelOf(provider: string): string
}

/** The browsers that a person is signed in with, and the way to sign one out from afar. */
export function sessionRoutes(app: FastifyInstance, services: Services): void {
  const { db, log, site, labelOf } = services

  app.get(
    sessionPaths.page,
    forSignedIn(services, (turn) => {
      const { sessionId, session } = turn.visitor
      const listed = listSessions(services, { accountId: session.account.id, current: sessionId })
      const sessions = listed.map(({ handle, provider, userAgent, createdAt, isCurrent }) => ({
        handle,
        browser: browserName(userAgent),
        signedInWith: provider === undefined ? 'a password' : labelOf(provider),
        since: createdAt,
        isCurrent,
      }))
      return sendPage(turn.reply, activeSessionsPage(site, { ...frameOf(services, turn), sessions }))
    }),
  )

  app.post(
    sessionPaths.revoke,
    forSignedIn(services, (turn) => {
      const accountId = turn.visitor.session.account.id
      const handle = formText(turn.request.body, 'session')
      if (!revokeSession(db, { accountId, handle })) return turn.reply.redirect(sessionPaths.page, 303)
      log.info('session-revoked', { account: accountId })
      return redirectWith(services, turn, {
        to: sessionPaths.page,
        kind: 'notice',
        text: 'The browser is signed out.',
      })
    }),
  )
}
