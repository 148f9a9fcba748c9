import { type AdapterRoute, askOmniauth } from './adapter-route.ts'

/** The application's request handler. */
export type Next = (request: Request) => Response | Promise<Response>

/**
 * OmniAuth for servers with web requests (Bun, Deno, Workers): `serve({ fetch: fetchHandler({ handler, fullHost }, app)
 * })`. Other requests go to `next` with their unread body. Without `next`, the answer is 404.
 */
export function fetchHandler(route: AdapterRoute, next: Next = notFound): (request: Request) => Promise<Response> {
  return async (request) => (await answerWebRequest(route, request)) ?? next(request)
}

/** OmniAuth's answer to a web Request, or undefined when the application must answer it. */
export async function answerWebRequest(route: AdapterRoute, request: Request): Promise<Response | undefined> {
  const { pathname, search } = new URL(request.url)
  const { method, headers } = request
  const body = request.bodyUsed ? null : request.body
  return askOmniauth(route, { method, target: pathname + search, headers, body })
}

function notFound(): Response {
  return new Response('Not Found', { status: 404 })
}
