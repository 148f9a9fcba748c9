import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { parsedBody } from '#http/parsed-body'
import { unreadBody } from '#http/unread-body'
import { webHeaders } from '#http/web-headers'
import { type AdapterRoute, askOmniauth } from './adapter-route.ts'

/** A request of `node:http` or `node:http2`, with fields that a framework may have added. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & {
  /** The target before a router removed its prefix. */
  readonly originalUrl?: string
  readonly body?: unknown
}

export type NodeResponse = ServerResponse | Http2ServerResponse

/**
 * Serves OmniAuth's paths from a `node:http` or `node:http2` server. Returns true when it answered the request, and
 * false when the application must answer it.
 */
export async function answerNodeRequest(
  route: AdapterRoute,
  incoming: NodeRequest,
  outgoing: NodeResponse,
): Promise<boolean> {
  const { method = 'GET', url = '/', originalUrl: target = url } = incoming
  const unread = unreadBody(incoming)
  const given = webHeaders(incoming.headers)
  // A body parser that ran before stored the body on the request. Reading the stream again would never end.
  const read = incoming.readableDidRead ? parsedBody(incoming.body, given) : { headers: given, body: unread.stream }
  const answer = await askOmniauth(route, { method, target, ...read }).catch((thrown: unknown) => {
    unread.release()
    throw thrown
  })
  if (answer === undefined) return false
  await sendWebResponse(answer, outgoing, { withBody: method !== 'HEAD' })
  unread.release()
  return true
}

/** Sends the response, each cookie in a separate header. Keeps the cookies that the application has set. */
async function sendWebResponse(answer: Response, outgoing: NodeResponse, { withBody }: { withBody: boolean }) {
  const body = new Uint8Array(await answer.arrayBuffer())
  outgoing.statusCode = answer.status
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = answer.headers.getSetCookie()
  const before = [outgoing.getHeader('set-cookie') ?? []].flat().map(String)
  if (cookies.length > 0) outgoing.setHeader('set-cookie', [...before, ...cookies])
  if (withBody) outgoing.end(body)
  else outgoing.end()
}
