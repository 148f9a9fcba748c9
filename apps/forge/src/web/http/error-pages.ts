import { html } from '@poolhouse/pages'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Log } from '#foundation/log'
import { type ErrorView, errorPage } from '#pages/error'
import type { Site } from '#pages/frame/layout'
import { ForgedRequest } from './forgery-guard.ts'

/** The page for a malformed URL. Such a request reaches no route and no hook. */
export function malformedAddressPage(site: Site): string {
  return errorPage(site, badRequest)
}

/** The pages for a missing page, a forged request, and a fault of Forge. */
export function errorPages(
  app: FastifyInstance,
  { site, externalUrl, log }: { site: Site; externalUrl: URL; log: Log },
) {
  const answer = (reply: FastifyReply, view: ErrorView) =>
    reply.code(view.status).type('text/html; charset=utf-8').send(errorPage(site, view))

  const methods = methodsByPath(app)
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods.get(request.url.split('?')[0] ?? '')
    if (allowed === undefined || allowed.has(request.method)) return answer(reply, notFound)
    reply.header('allow', [...allowed].sort().join(', '))
    return answer(reply, methodNotAllowed)
  })

  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ForgedRequest) {
      log.warn('request-forged', { path: request.url.split('?')[0] })
      return answer(reply, rejected(externalUrl))
    }
    const status = statusOf(error)
    if (status < 500) return answer(reply, { ...badRequest, status })
    log.error('request-failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    return answer(reply, fault)
  })
}

/** Collects the methods of each path, so that another method gets 405 and not 404. */
function methodsByPath(app: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set()
    for (const one of [method].flat()) known.add(one)
    methods.set(url, known)
  })
  return methods
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500
}

const notFound: ErrorView = {
  status: 404,
  heading: 'Page not found',
  body: html`<p>Make sure the address is correct and the page has not moved.</p>`,
}

const methodNotAllowed: ErrorView = {
  status: 405,
  heading: 'Method not allowed',
  body: html`<p>This page does not support this request method.</p>`,
}

const badRequest: ErrorView = {
  status: 400,
  heading: 'Bad request',
  body: html`<p>Forge cannot read this request.</p>`,
}

const fault: ErrorView = {
  status: 500,
  heading: 'Something went wrong on our end',
  body: html`<p>Try again in a moment. If the problem persists, contact your administrator.</p>`,
}

const rejected = (externalUrl: URL): ErrorView => ({
  status: 422,
  heading: 'The change you requested was rejected',
  body: html`<p>The form is not from this site, or it has expired.</p>
<p>Make sure your browser allows cookies, open <a href="${externalUrl.href}">${externalUrl.href}</a>, and try again.</p>`,
})
