import cookies from '@fastify/cookie'
import formBody from '@fastify/formbody'
import { assets, errorPage, type Frame, frameFor } from '@poolhouse/pages'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type CheckedRequest, checkAuthorizationRequest } from '#flows/authorization/authorization-request'
import { parametersOf, type QueryParameters } from '#flows/authorization/parameters'
import { poolIdOfHost } from '#flows/authorization/pool-of-host'
import { browserSessionLifetime } from '#flows/browser-sessions/browser-session'
import { browserSessionCookie, type CookieForm } from '#flows/browser-sessions/cookie'
import { newRequestId } from '#foundation/ids'
import { type ManagedLoginServices, type Page, pages } from './pages.ts'
import { pageErrorText } from './texts/page-error-texts.ts'
import { csrfCookie, stepCookie } from './web/cookies.ts'
import { csrfSecret, csrfToken, isOwnForm } from './web/csrf.ts'
import { travellingQuery } from './web/query.ts'
import { openStep, recentStepLifetime, sealStep } from './web/recent-step.ts'
import { isFromOurselves } from './web/same-origin.ts'
import { securityHeaders } from './web/security-headers.ts'
import type { PageResult, Visit } from './web/visit.ts'

const bodyLimit = 64 * 1024

export interface ManagedLoginOptions {
  readonly services: ManagedLoginServices
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/**
 * The pages of managed login as a Fastify plugin. Each takes the query of `/oauth2/authorize`, and hands it on in every form and
 * link; nothing about a sign-in under way is kept but in the browser.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
 */
export function managedLogin({ services }: ManagedLoginOptions) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(cookies)
    // Forms are all that these pages take.
    app.removeAllContentTypeParsers()
    await app.register(formBody, { bodyLimit })
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers(headersOf(services))
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
          // Before a byte of the body is read.
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

const headersOf = ({ issuerSettings: { publicUrl } }: ManagedLoginServices, formsLeadTo?: string) =>
  securityHeaders({ publicUrl, formsLeadTo })

/** Their path changes with their content. */
function serveAssets(app: FastifyInstance): void {
  for (const { path, contentType, content } of assets) {
    app.get(path, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(contentType).send(content),
    )
  }
}

/** A form must be one that we gave to this browser, whatever page sends it. */
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
  const visit = visitOf(services, { ...exchange, authorization: checked.request, fields: form ?? query })
  return send(services, await handle(services, visit), { ...exchange, visit })
}

function visitOf(
  services: ManagedLoginServices,
  of: Exchange & {
    authorization: Extract<CheckedRequest, { kind: 'valid' }>['request']
    fields: QueryParameters
  },
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

function send(services: ManagedLoginServices, answer: PageResult, of: Exchange & { visit: Visit }): FastifyReply {
  const { request, reply, visit } = of
  const { pool, client, redirectUri } = visit.request
  const security = securityOf(services)
  const keep = ({ name, attributes }: CookieForm, value: string, lifetime: number): void =>
    void reply.setCookie(name, value, { ...attributes, maxAge: lifetime / 1_000 })

  if (answer.step) {
    keep(stepCookie(client.id, security), sealStep(services, { client, step: answer.step }), recentStepLifetime)
  }
  if (answer.kind === 'redirect') {
    if (answer.session) {
      keep(browserSessionCookie(pool.id, security), answer.session.value, browserSessionLifetime)
      const { name, attributes } = stepCookie(client.id, security)
      reply.clearCookie(name, attributes)
    }
    // 303 after a form: the next request is a GET, and no password is sent again.
    return reply.redirect(answer.to, request.method === 'POST' ? 303 : 302)
  }
  return reply
    .status(answer.status ?? 200)
    .headers(headersOf(services, redirectUri))
    .type('text/html; charset=utf-8')
    .send(answer.html)
}

/** The page's language follows the request's `lang`, as the application chose it. */
const frameOf = ({ query }: FastifyRequest): Frame => frameFor(parametersOf(query as QueryParameters).get('lang'))

const securityOf = ({ issuerSettings }: ManagedLoginServices): { secure: boolean } => ({
  secure: issuerSettings.publicUrl.startsWith('https:'),
})

function refuseForm(exchange: Exchange): FastifyReply {
  const { request } = exchange
  const [path = ''] = request.url.split('?')
  const query = travellingQuery(request.url)
  const link = {
    href: `${path === '/resendcode' ? '/confirmUser' : path}?${query}`,
    text: frameOf(request).texts.error.openAgain,
  }
  return sendError(exchange, { error: 'form_not_ours', status: 403, ...(query === '' ? {} : { link }) })
}

function sendError(
  { request, reply }: Exchange,
  of: { error: string; status?: number; link?: { href: string; text: string } },
): FastifyReply {
  const { error, status = 400, link } = of
  const frame = frameOf(request)
  const html = errorPage({ ...frame, ...pageErrorText(frame.texts, error), ...(link ? { link } : {}) })
  return reply.status(status).type('text/html; charset=utf-8').send(html)
}

/** What Fastify refuses to read has a text; all else is a bug: the log gets it whole, the person a number to quote. */
function answerFailure({ log, random }: ManagedLoginServices, error: unknown, exchange: Exchange): FastifyReply {
  const { request, reply } = exchange
  if (!request.raw.complete) reply.header('connection', 'close')
  const { code, statusCode = 500 } = error as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendError(exchange, { error: 'form_too_large', status: 413 })
  if (code?.startsWith('FST_ERR_CTP_') && statusCode < 500) {
    return sendError(exchange, { error: 'not_a_form', status: statusCode })
  }
  const reference = newRequestId(random)
  const [path] = request.url.split('?')
  log.error('managed-login-bug', { requestId: reference, method: request.method, path, cause: error })
  const frame = frameOf(request)
  const html = errorPage({ ...frame, message: frame.texts.error.ours, reference })
  return reply.status(500).type('text/html; charset=utf-8').send(html)
}
