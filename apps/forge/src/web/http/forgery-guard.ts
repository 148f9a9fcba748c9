import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Keys } from '#foundation/secrets'
import { isSessionId } from '#sessions/sessions'
import { isAuthentic, isSameOrigin } from './authenticity.ts'
import { type Cookies, readCookie } from './cookies.ts'

/** A POST that does not come from one of Forge's own pages, or not from this browser. */
export class ForgedRequest extends Error {
  override readonly name = 'ForgedRequest'
}

const reading = ['GET', 'HEAD', 'OPTIONS']
/** The routes of OmniAuth. Its request phase makes the same checks, and its callbacks come from providers. */
const omniauthPaths = '/users/auth/*'

/** Checks every request that can change something before its route runs, so that no route can forget the check. */
export function guardForms(
  app: FastifyInstance,
  services: { keys: Keys; externalUrl: URL; cookies: Pick<Cookies, 'session'> },
): void {
  app.addHook('preHandler', (request, _reply, done) => {
    const isExempt = request.is404 || request.routeOptions.url === omniauthPaths
    if (!isExempt && !reading.includes(request.method)) {
      const given = readCookie(request.headers.cookie, services.cookies.session)
      refuseForgery(request, { ...services, sessionId: isSessionId(given) ? given : undefined })
    }
    done()
  })
}

/** Checks token and origin of a POST. */
export function refuseForgery(
  request: Pick<FastifyRequest, 'headers' | 'body'>,
  { keys, externalUrl, sessionId }: { keys: Keys; externalUrl: URL; sessionId: string | undefined },
): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  const token = formText(request.body, 'authenticity_token')
  const sameOrigin = isSameOrigin({ origin, site: typeof site === 'string' ? site : undefined }, externalUrl)
  if (!sameOrigin || !isAuthentic(keys.csrf, sessionId, token)) throw new ForgedRequest()
}

/** One field of a posted form; '' when it is missing or sent twice. */
export function formText(body: unknown, field: string): string {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, field)) return ''
  const value: unknown = Reflect.get(body, field)
  return typeof value === 'string' ? value : ''
}
