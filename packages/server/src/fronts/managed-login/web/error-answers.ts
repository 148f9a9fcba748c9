import { errorPage } from '@poolhouse/pages'
import type { FastifyReply } from 'fastify'
import type { Random } from '#foundation/crypto/random'
import { newRequestId } from '#foundation/ids'
import type { Log } from '#foundation/log'
import { pageErrorText } from '../texts/page-error-texts.ts'
import { type Exchange, frameOf } from './exchange.ts'
import { travellingQuery } from './query.ts'

/** Answers with an error page. */
export function sendError(
  { request, reply }: Exchange,
  of: { error: string; status?: number; link?: { href: string; text: string } },
): FastifyReply {
  const { error, status = 400, link } = of
  const frame = frameOf(request)
  const html = errorPage({ ...frame, ...pageErrorText(frame.texts, error), ...(link ? { link } : {}) })
  return reply.status(status).type('text/html; charset=utf-8').send(html)
}

/** Refuses a form that is not from one of our pages in this browser, with a link to the page. */
export function refuseForm(exchange: Exchange): FastifyReply {
  const { request } = exchange
  const [path = ''] = request.url.split('?')
  const query = travellingQuery(request.url)
  const link = {
    href: `${path === '/resendcode' ? '/confirmUser' : path}?${query}`,
    text: frameOf(request).texts.error.openAgain,
  }
  return sendError(exchange, { error: 'form_not_ours', status: 403, ...(query === '' ? {} : { link }) })
}

/** Explains what Fastify refuses to read. All else is a bug: the log gets the cause, and the page only a reference to it. */
export function answerFailure(
  { log, random }: { log: Log; random: Random },
  error: unknown,
  exchange: Exchange,
): FastifyReply {
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
