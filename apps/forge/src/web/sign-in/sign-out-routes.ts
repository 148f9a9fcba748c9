import type { FastifyInstance } from 'fastify'
import type { InForce } from '#configuration/in-force'
import { endSession, newSessionId } from '#sessions/sessions'
import { flashCookies, readVisitor, sessionCookie, type VisitorServices } from '#web/visitors/visitor'
import { providerWayOut, type WayOutServices } from './provider-way-out.ts'

interface Services extends VisitorServices, WayOutServices {
  inForce: InForce
}

/** Signs the browser out of Forge. */
export function signOutRoutes(app: FastifyInstance, services: Services): void {
  const { db, cookies } = services

  app.post('/users/sign_out', async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    if (visitor.sessionId !== undefined) endSession(db, visitor.sessionId)
    const sessionId = newSessionId()
    const wayOut = await providerWayOut(services, visitor.session)
    reply.header('set-cookie', [
      sessionCookie(cookies, sessionId, { remember: false }),
      ...(wayOut === undefined ? [] : flashCookies(services, { sessionId }, wayOut)),
    ])
    // Do not sign in a user again who has just signed out.
    const automatic = services.inForce.current.settings.autoSignInWithProvider !== undefined
    return reply.redirect(automatic ? '/users/sign_in?auto_sign_in=false' : '/users/sign_in', 303)
  })
}
