import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Omniauth } from '#omniauth'
import { webHeaders } from '#web-headers'

export interface NodeRoute {
  readonly handler: Omniauth['handler']
  /** Scheme and host of the application, from configuration; the Host header is never used. */
  readonly fullHost: string
}

/** Serves OmniAuth's paths from a `node:http` server: true when the request was answered, false when it is the application's. */
export async function answerNodeRequest(
  { handler, fullHost }: NodeRoute,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<boolean> {
  const answer = await handler(webRequest(incoming, fullHost))
  if (answer === undefined) return false
  await sendWebResponse(answer, outgoing)
  return true
}

/** The request as the web standard has it. */
export function webRequest(incoming: IncomingMessage, fullHost: string): Request {
  const method = incoming.method ?? 'GET'
  const init: RequestInit = { method, headers: webHeaders(incoming.headers) }
  if (method !== 'GET' && method !== 'HEAD') Object.assign(init, { body: Readable.toWeb(incoming), duplex: 'half' })
  return new Request(fullHost.replace(/\/+$/, '') + pathOf(incoming.url), init)
}

/** Sends the response, each cookie in a header of its own. */
export async function sendWebResponse(answer: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = answer.status
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
  outgoing.end(new Uint8Array(await answer.arrayBuffer()))
}

/** The request target as a path; an absolute or odd one is the application's business and matches nothing here. */
function pathOf(target: string | undefined): string {
  return target?.startsWith('/') ? target : '/'
}
