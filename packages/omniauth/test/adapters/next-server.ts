import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

type RouteHandler = (request: NextRequestLike, context: { params: Promise<object> }) => Response | Promise<Response>

/** The exports of a `route.ts`. */
export type RouteModule = Readonly<Partial<Record<'GET' | 'HEAD' | 'POST' | 'PUT' | 'OPTIONS', RouteHandler>>>

/** A request of Next.js: a web request with `nextUrl` and `cookies`. */
class NextRequestLike extends Request {
  readonly nextUrl: URL

  constructor(url: URL, init: RequestInit) {
    super(url, init)
    this.nextUrl = url
  }
}

/**
 * A server that follows Next.js's documentation of route handlers: exports by method, default HEAD and OPTIONS, 405 for
 * other methods, parameters as a promise, cookies of `next/headers` in addition to the response's, and 500 for an
 * exception.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/route
 */
export function nextServer(routeOf: (path: string) => RouteModule | undefined, cookiesOfHeaders: readonly string[]) {
  return createServer(async (incoming, outgoing) => {
    const { method = 'GET' } = incoming
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`)
    const headers = new Headers()
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
    const init = {
      method,
      headers,
      ...(hasBody(method) && { body: Readable.toWeb(incoming), duplex: 'half' as const }),
    }
    const answer = await dispatch(routeOf(url.pathname), new NextRequestLike(url, init)).catch(
      () => new Response('Internal Server Error', { status: 500 }),
    )
    const cookies = [...cookiesOfHeaders, ...answer.headers.getSetCookie()]
    outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'set-cookie': cookies })
    outgoing.end(answer.body && (await buffer(Readable.fromWeb(answer.body))))
    incoming.resume()
  })
}

async function dispatch(route: RouteModule | undefined, request: NextRequestLike): Promise<Response> {
  if (route === undefined) return new Response('This page could not be found.', { status: 404 })
  const context = { params: Promise.resolve({ omniauth: request.nextUrl.pathname.split('/').slice(3) }) }
  const own = route[request.method as keyof RouteModule]
  if (own !== undefined) return own(request, context)
  if (request.method === 'HEAD' && route.GET) return new Response(null, await route.GET(request, context))
  const allow = Object.keys(route).join(', ')
  return new Response(null, { status: request.method === 'OPTIONS' ? 204 : 405, headers: { allow } })
}

const hasBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD'
