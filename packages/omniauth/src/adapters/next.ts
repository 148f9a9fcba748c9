import type { AdapterRoute } from './adapter-route.ts'
import { fetchHandler } from './fetch.ts'

type NextRouteHandler = (request: Request) => Promise<Response>

/**
 * OmniAuth as a route handler of Next.js' App Router. In `app/auth/[...omniauth]/route.ts`: `export const { GET, POST }
 * = nextHandlers({ handler, fullHost })`. Other requests get a 404 answer. Next.js prefers more specific pages over
 * this route.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/route
 */
export function nextHandlers(
  route: AdapterRoute,
): Readonly<Record<'GET' | 'HEAD' | 'POST' | 'OPTIONS', NextRouteHandler>> {
  // Next.js also passes the route's parameters. This adapter does not need them.
  const ask = fetchHandler(route)
  const answer: NextRouteHandler = (request) => ask(request)
  return { GET: answer, HEAD: answer, POST: answer, OPTIONS: answer }
}
