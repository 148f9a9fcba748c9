import { parsedBody } from '#http/parsed-body'
import { webHeaders } from '#http/web-headers'
import { type AdapterRoute, askOmniauth, asWebRequest, type FrameworkRequest } from './adapter-route.ts'

/** The parts of Fastify 5 that this file uses, so that the types do not need Fastify. */
interface FastifyRequestLike {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

interface FastifyReplyLike {
  code(status: number): unknown
  header(name: string, value: string | string[]): unknown
  send(payload?: Uint8Array): unknown
  callNotFound(): unknown
}

/**
 * A Fastify route handler for OmniAuth's paths: `app.all('/users/auth/*', fastifyHandler({ handler, fullHost }))`.
 * Requests that OmniAuth does not answer get Fastify's 404 answer. Register the failure page as a separate route.
 * Form bodies need `@fastify/formbody`.
 */
export function fastifyHandler(
  route: AdapterRoute,
): (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown> {
  return async (request, reply) => {
    const answer = await askOmniauth(route, asRead(request))
    if (answer !== undefined) return sendWebResponse(answer, reply)
    reply.callNotFound()
    return reply
  }
}

/** Makes a web Request. A form that Fastify has parsed is encoded again. */
export function webRequest(request: FastifyRequestLike, fullHost: string): Request {
  return asWebRequest(fullHost, asRead(request))
}

/** Sends the response, each cookie in a separate header. */
export async function sendWebResponse(answer: Response, reply: FastifyReplyLike): Promise<unknown> {
  const body = answer.body === null ? undefined : new Uint8Array(await answer.arrayBuffer())
  reply.code(answer.status)
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  return reply.send(body)
}

function asRead({ method, url, headers, body }: FastifyRequestLike): FrameworkRequest {
  return { method, target: url, ...parsedBody(body, webHeaders(headers)) }
}
