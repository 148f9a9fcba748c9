import type { FastifyReply } from 'fastify'
import type { Keys } from '#foundation/secrets'
import { newSessionId } from '#sessions/sessions'
import { authenticityToken } from '#web/http/authenticity'
import type { Cookies } from '#web/http/cookies'
import { clearFlashCookie, sessionCookie, type Visitor } from './visitor.ts'

/**
 * Sets the headers of a page with forms, and returns the token for the forms. With the usual referrer policy `no-referrer`,
 * browsers would send `Origin: null` with a form, and Forge could not check the origin.
 */
export function preparePage(
  { keys, cookies }: { keys: Keys; cookies: Cookies },
  visitor: Visitor,
  reply: FastifyReply,
): string {
  const sessionId = visitor.sessionId ?? newSessionId()
  const lines = visitor.sessionId === undefined ? [sessionCookie(cookies, sessionId, { remember: false })] : []
  if (visitor.flash !== undefined) lines.push(clearFlashCookie(cookies))
  if (lines.length > 0) reply.header('set-cookie', lines)
  reply.header('referrer-policy', 'same-origin')
  return authenticityToken(keys.csrf, sessionId)
}

export function sendPage(reply: FastifyReply, text: string, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(text)
}
