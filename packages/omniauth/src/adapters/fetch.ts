import { type AdapterRoute, askOmniauth } from './adapter-route.ts'

/** The application's own handler of requests. */
export type Next = (request: Request) => Response | Promise<Response>

/**
 * OmniAuth for servers that speak the web standard (Bun, Deno, Workers): `serve({ fetch: fetchHandler({ handler, fullHost }, app) })`.
 * What is not OmniAuth's goes to `next`, its body unread; without one it is answered 404.
 */
export function fetchHandler(route: AdapterRoute, next: Next = notFound): (request: Request) => Promise<Response> {
  return async (request) => (await answerWebRequest(route, request)) ?? next(request)
}

/** OmniAuth's answer to a request of the web standard; undefined when it is the application's. */
export async function answerWebRequest(route: AdapterRoute, request: Request): Promise<Response | undefined> {
  const { pathname, search } = new URL(request.url)
  const { method, headers } = request
  const body = request.bodyUsed ? null : request.body
  return askOmniauth(route, { method, target: pathname + search, headers, body })
}

function notFound(): Response {
  return new Response('Not Found', { status: 404 })
}
