import type { FastifyReply } from 'fastify'
import { browserSessionLifetime } from '#flows/browser-sessions/browser-session'
import { browserSessionCookie, type CookieForm } from '#flows/browser-sessions/cookie'
import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import type { IssuerSettings } from '#records/user-pools/issuer'
import { stepCookie } from './cookies.ts'
import { type Exchange, securityOf } from './exchange.ts'
import { recentStepLifetime, sealStep } from './recent-step.ts'
import { securityHeaders } from './security-headers.ts'
import type { PageResult, Visit } from './visit.ts'

/** Answers with the result of a page handler, and sets its cookies. */
export function sendResult(
  services: { clock: Clock; issuerSettings: IssuerSettings; sealer: Sealer },
  result: PageResult,
  of: Exchange & { visit: Visit },
): FastifyReply {
  const { request, reply, visit } = of
  const { pool, client, redirectUri } = visit.request
  const security = securityOf(services)
  const keep = ({ name, attributes }: CookieForm, value: string, lifetime: number): void =>
    void reply.setCookie(name, value, { ...attributes, maxAge: lifetime / 1_000 })

  if (result.step) {
    keep(stepCookie(client.id, security), sealStep(services, { client, step: result.step }), recentStepLifetime)
  }
  if (result.kind === 'redirect') {
    if (result.session) {
      keep(browserSessionCookie(pool.id, security), result.session.value, browserSessionLifetime)
      const { name, attributes } = stepCookie(client.id, security)
      reply.clearCookie(name, attributes)
    }
    // 303 after a form: the next request is a GET, and no password is sent again.
    return reply.redirect(result.to, request.method === 'POST' ? 303 : 302)
  }
  const { publicUrl } = services.issuerSettings
  return reply
    .status(result.status ?? 200)
    .headers(securityHeaders({ publicUrl, formsLeadTo: redirectUri }))
    .type('text/html; charset=utf-8')
    .send(result.html)
}
