import cookies from '@fastify/cookie'
import formBody from '@fastify/formbody'
import { assets } from '@poolhouse/pages'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { checkAuthorizationRequest } from '#flows/authorization/authorization-request'
import { parametersOf, type QueryParameters } from '#flows/authorization/parameters'
import { poolIdOfHost } from '#flows/authorization/pool-of-host'
import { type ManagedLoginServices, type Page, pages } from './pages.ts'
import { csrfCookie } from './web/cookies.ts'
import { isOwnForm } from './web/csrf.ts'
import { answerFailure, refuseForm, sendError } from './web/error-answers.ts'
import { type Exchange, securityOf } from './web/exchange.ts'
import { openVisit } from './web/open-visit.ts'
import { isFromOurselves } from './web/same-origin.ts'
import { securityHeaders } from './web/security-headers.ts'
import { sendResult } from './web/send-result.ts'

const bodyLimit = 64 * 1024

export interface ManagedLoginOptions {
  readonly services: ManagedLoginServices
}

/**
 * The pages of managed login as a Fastify plugin. Each page takes the query of `/oauth2/authorize`, and adds it to all its forms
 * and links: only the browser keeps the state of a sign-in.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
 */
export function managedLogin({ services }: ManagedLoginOptions) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(cookies)
    // These pages accept forms only.
    app.removeAllContentTypeParsers()
    await app.register(formBody, { bodyLimit })
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers(securityHeaders({ publicUrl: services.issuerSettings.publicUrl }))
    })
    app.setErrorHandler((error, request, reply) => answerFailure(services, error, { request, reply }))

    for (const { path, open, submit } of pages) {
      const refuse = async (request: FastifyRequest, reply: FastifyReply) =>
        sendError({ request, reply }, { error: 'method_not_allowed', status: 405 })
      app.route({
        method: 'GET',
        url: path,
        exposeHeadRoute: false,
        handler: async (request, reply) => await visited(services, open, { request, reply }),
      })
      if (submit) {
        app.route({
          method: 'POST',
          url: path,
          // Runs before the body is read.
          onRequest: async (request, reply) =>
            isFromOurselves(services.issuerSettings, request.headers) ? undefined : refuseForm({ request, reply }),
          handler: async (request, reply) => await submitted(services, submit, { request, reply }),
        })
      }
      app.route({ method: ['PUT', 'PATCH', 'DELETE', ...(submit ? [] : ['POST'])], url: path, handler: refuse })
    }
    app.get('/error', { exposeHeadRoute: false }, async (request, reply) => {
      const error = parametersOf(request.query as QueryParameters).get('error') ?? ''
      return sendError({ request, reply }, { error })
    })
    serveAssets(app)
  }
}

/** The path of an asset changes with its content, so browsers may cache it for ever. */
function serveAssets(app: FastifyInstance): void {
  for (const { path, contentType, content } of assets) {
    app.get(path, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(contentType).send(content),
    )
  }
}

/** Accepts a form only if its token belongs to this browser. */
async function submitted(
  services: ManagedLoginServices,
  submit: NonNullable<Page['submit']>,
  exchange: Exchange,
): Promise<FastifyReply> {
  const { request } = exchange
  const body = (request.body ?? {}) as QueryParameters
  const cookie = request.cookies[csrfCookie(securityOf(services)).name]
  if (!isOwnForm(services, { cookie, token: parametersOf(body).get('_csrf') })) return refuseForm(exchange)
  return await visited(services, submit, exchange, body)
}

/** Checks the authorization request of the address, then calls the page's handler. */
async function visited(
  services: ManagedLoginServices,
  handle: Page['open'],
  exchange: Exchange,
  form?: QueryParameters,
): Promise<FastifyReply> {
  const { request, reply } = exchange
  const query = request.query as QueryParameters
  const poolId = await poolIdOfHost(services, request.headers.host)
  const checked = await checkAuthorizationRequest(services, { query, poolId })
  if (checked.kind === 'redirect') return reply.redirect(checked.to, form ? 303 : 302)
  if (checked.kind === 'page') {
    const isBare = checked.error === 'client_not_found' && parametersOf(query).get('client_id') === undefined
    return sendError(exchange, { error: isBare ? 'no_application' : checked.error })
  }
  const visit = openVisit(services, { ...exchange, authorization: checked.request, fields: form ?? query })
  return sendResult(services, await handle(services, visit), { ...exchange, visit })
}
