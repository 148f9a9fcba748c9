import cookie from '@fastify/cookie'
import { errorPage, type Frame, frameFor, type Texts } from '@poolhouse/pages'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PageError } from '#flows/authorization/checks/verdict'
import { parametersOf, type QueryParameters } from '#flows/authorization/parameters'
import { poolIdOfHost } from '#flows/authorization/pool-of-host'
import { endBrowserSession } from '#flows/browser-sessions/browser-session'
import { browserSessionCookie } from '#flows/browser-sessions/cookie'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { pageHeaders } from '#foundation/http-headers'
import type { Log } from '#foundation/log'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { authorize } from './authorize.ts'
import { endpoint, formOf, prepareEndpoints, queryOf, requestIdOf } from './exchange.ts'
import { loginUrl } from './login-url.ts'
import { checkLogout } from './logout.ts'

export interface BrowserServices {
  readonly clock: Clock
  readonly db: Database
  readonly issuerSettings: IssuerSettings
  readonly log: Log
  readonly random: Random
  readonly sealer: Sealer
}

/** The endpoints that app clients send browsers to: `/oauth2/authorize` and `/logout`. */
export function browserEndpoints(services: BrowserServices) {
  const { issuerSettings, log } = services
  const secure = issuerSettings.publicUrl.startsWith('https:')
  const cookieOf = (userPoolId: string) => browserSessionCookie(userPoolId, { secure })

  async function handleAuthorize(
    request: FastifyRequest,
    reply: FastifyReply,
    query: QueryParameters,
  ): Promise<FastifyReply> {
    const result = await authorize(services, {
      query,
      poolId: await poolIdOfHost(services, request.headers.host),
      sessionOf: (userPoolId) => request.cookies[cookieOf(userPoolId).name],
      requestId: requestIdOf(reply),
    })
    if (result.kind === 'page') return page({ request, reply }, result.error)
    // Never 307: the browser would send the form to the redirect's target.
    return reply.redirect(result.to, request.method === 'POST' ? 303 : 302)
  }

  async function handleLogout(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const poolId = await poolIdOfHost(services, request.headers.host)
    const result = await checkLogout(services, { query: queryOf(request), poolId, loginUrl })
    if (result.kind === 'page') return page({ request, reply }, result.error)
    const { name, attributes } = cookieOf(result.userPoolId)
    await endBrowserSession(services, { value: request.cookies[name] })
    return reply.clearCookie(name, attributes).redirect(result.to, 302)
  }

  return async (app: FastifyInstance): Promise<void> => {
    await prepareEndpoints(app, services)
    await app.register(cookie)
    app.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      if (error.statusCode !== undefined && error.statusCode < 500) return page({ request, reply }, 'invalid_request')
      log.error('oauth-bug', { requestId: requestIdOf(reply), cause: error })
      return html({ request, reply }, 500, ({ error: { ours } }) => ({ message: ours, reference: requestIdOf(reply) }))
    })
    endpoint(app, '/oauth2/authorize', {
      GET: (request, reply) => handleAuthorize(request, reply, queryOf(request)),
      POST: (request, reply) => handleAuthorize(request, reply, formOf(request)),
    })
    endpoint(app, '/logout', { GET: handleLogout })
  }
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

const page = (exchange: Exchange, error: PageError): FastifyReply =>
  html(exchange, 400, ({ pageErrors }) => ({ message: pageErrors[error], reference: error }))

function html(
  { request, reply }: Exchange,
  status: number,
  say: (texts: Texts) => { message: string; reference: string },
): FastifyReply {
  const frame: Frame = frameFor(parametersOf(queryOf(request)).get('lang'))
  return reply
    .status(status)
    .headers(pageHeaders())
    .type('text/html; charset=utf-8')
    .send(errorPage({ ...frame, ...say(frame.texts) }))
}
