import type { Omniauth } from '#omniauth'
import { webHeaders } from '#web-headers'

/** What is used of Fastify 5, so that Fastify itself need not be installed for the types. */
interface FastifyRequestLike {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

interface FastifyReplyLike {
  code(status: number): unknown
  header(name: string, value: string | string[]): unknown
  send(payload: string): unknown
  callNotFound(): unknown
}

export interface FastifyRoute {
  readonly handler: Omniauth['handler']
  /** Scheme and host of the application, from configuration; the Host header is never used. */
  readonly fullHost: string
}

/**
 * A Fastify route handler for OmniAuth's paths: `app.all('/users/auth/*', fastifyHandler({ handler, fullHost }))`.
 * What OmniAuth leaves to the application is answered as not found; register the failure page as a route of its own.
 * Form bodies want `@fastify/formbody`.
 */
export function fastifyHandler(
  route: FastifyRoute,
): (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown> {
  return async (request, reply) => {
    const answer = await route.handler(webRequest(request, route.fullHost))
    if (answer === undefined) {
      reply.callNotFound()
      return reply
    }
    return sendWebResponse(answer, reply)
  }
}

/** The request as the web standard has it; a form that Fastify has parsed is written again. */
export function webRequest(request: FastifyRequestLike, fullHost: string): Request {
  const { method } = request
  const body = method === 'GET' || method === 'HEAD' ? null : bodyText(request.body)
  return new Request(fullHost.replace(/\/+$/, '') + request.url, { method, headers: webHeaders(request.headers), body })
}

/** Sends the response, each cookie in a header of its own. */
export async function sendWebResponse(answer: Response, reply: FastifyReplyLike): Promise<unknown> {
  reply.code(answer.status)
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  return reply.send(await answer.text())
}

function bodyText(body: unknown): string | null {
  if (typeof body === 'string') return body
  if (typeof body !== 'object' || body === null) return null
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one))
  }
  return form.toString()
}
