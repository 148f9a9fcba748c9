import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SettingsFrame } from '#pages/user-settings/settings-layout'
import { newSessionId, type Session } from '#sessions/sessions'
import { preparePage } from './page.ts'
import { returnToCookie } from './return-to.ts'
import { flashCookies, readVisitor, sessionCookie, type Visitor, type VisitorServices } from './visitor.ts'

/** A visitor who is signed in. */
export interface SignedInVisitor extends Visitor {
  sessionId: string
  session: Session
}

export interface SignedInContext {
  request: FastifyRequest
  reply: FastifyReply
  visitor: SignedInVisitor
}

/** Devise's text for a visitor who opens a page that needs a session. */
export const signInFirst = 'You need to sign in or sign up before continuing.'

/** A route for signed-in users. Other visitors go to the sign-in page, and return to this page after the sign-in. */
export function forSignedIn(
  services: VisitorServices,
  answer: (context: SignedInContext) => FastifyReply | Promise<FastifyReply>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    const { sessionId, session } = visitor
    if (sessionId === undefined || session === undefined) return sendToSignIn(services, visitor, { request, reply })
    return answer({ request, reply, visitor: { ...visitor, sessionId, session } })
  }
}

function sendToSignIn(
  services: VisitorServices,
  visitor: Visitor,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const sessionId = visitor.sessionId ?? newSessionId()
  if (visitor.sessionId === undefined)
    reply.header('set-cookie', sessionCookie(services.cookies, sessionId, { remember: false }))
  const place = request.method === 'GET' ? returnToCookie(services, { sessionId, path: request.url }) : undefined
  if (place !== undefined) reply.header('set-cookie', place)
  const flash = { kind: 'alert', text: signInFirst } as const
  reply.header('set-cookie', flashCookies(services, { ...visitor, sessionId }, flash))
  return reply.redirect('/users/sign_in', 303)
}

/** Redirects with a message for the next page. */
export function redirectWith(
  services: VisitorServices,
  { reply, visitor }: Pick<SignedInContext, 'reply' | 'visitor'>,
  { to, ...flash }: { to: string; kind: 'alert' | 'notice'; text: string },
): FastifyReply {
  reply.header('set-cookie', flashCookies(services, visitor, flash))
  return reply.redirect(to, 303)
}

/** The common view of the user settings' pages. */
export function frameOf(
  services: VisitorServices,
  { visitor, reply }: Pick<SignedInContext, 'visitor' | 'reply'>,
): SettingsFrame {
  return {
    authenticityToken: preparePage(services, visitor, reply),
    notice: visitor.flash,
    account: visitor.session.account,
  }
}
