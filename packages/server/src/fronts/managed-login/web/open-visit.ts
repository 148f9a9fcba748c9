import type { AuthorizationRequest } from '#flows/authorization/authorization-request'
import { parametersOf, type QueryParameters } from '#flows/authorization/parameters'
import { browserSessionCookie } from '#flows/browser-sessions/cookie'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { IssuerSettings } from '#records/user-pools/issuer'
import { csrfCookie, stepCookie } from './cookies.ts'
import { csrfSecret, csrfToken } from './csrf.ts'
import { type Exchange, frameOf, securityOf } from './exchange.ts'
import { travellingQuery } from './query.ts'
import { openStep } from './recent-step.ts'
import type { Visit } from './visit.ts'

/**
 * Reads the cookies of a checked request. A browser without a secret for its forms gets one.
 * @param of.fields the form, or the query.
 */
export function openVisit(
  services: { clock: Clock; issuerSettings: IssuerSettings; random: Random; sealer: Sealer },
  of: Exchange & { authorization: AuthorizationRequest; fields: QueryParameters },
): Visit {
  const { request, reply, authorization, fields } = of
  const { pool, client } = authorization
  const security = securityOf(services)
  const own = csrfCookie(security)
  const { secret, isNew } = csrfSecret(services, request.cookies[own.name])
  if (isNew) reply.setCookie(own.name, secret, own.attributes)
  const query = travellingQuery(request.url)
  return {
    request: authorization,
    frame: frameOf(request),
    fields: parametersOf(fields),
    fieldNames: new Set(Object.keys(fields)),
    csrf: csrfToken(services, secret),
    session: request.cookies[browserSessionCookie(pool.id, security).name],
    context: {
      clientId: client.id,
      clientMetadata: undefined,
      sourceIp: request.ip,
      userAgent: request.headers['user-agent'],
    },
    step: openStep(services, { client, value: request.cookies[stepCookie(client.id, security).name] }),
    address: (path) => `${path}?${query}`,
  }
}
