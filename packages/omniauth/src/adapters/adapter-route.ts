import type { Omniauth } from '#phases/omniauth'

/** What every adapter is given; what `omniauth()` returns will do. */
export interface AdapterRoute {
  readonly handler: Omniauth['handler']
  /** Scheme and host of the application, from configuration; the Host header is never used. */
  readonly fullHost: string
}

/** A request as a framework has it. */
export interface FrameworkRequest {
  readonly method: string
  /** Path and query as the browser asked for them, whatever the framework has mounted where. */
  readonly target: string
  readonly headers: Headers
  readonly body: RequestInit['body']
}

/** Asks OmniAuth for its answer; undefined when the request is the application's. */
export async function askOmniauth(route: AdapterRoute, request: FrameworkRequest): Promise<Response | undefined> {
  // The web standard has no request of these methods, and they are none of ours.
  if (/^(?:connect|trace|track)$/i.test(request.method)) return undefined
  return route.handler(asWebRequest(route.fullHost, request))
}

/** The request as the web standard has it, at the configured host. */
export function asWebRequest(fullHost: string, { method, target, headers, body }: FrameworkRequest): Request {
  const hasBody = method !== 'GET' && method !== 'HEAD' && body !== null && body !== undefined
  const init = { method, headers, ...(hasBody && { body, duplex: 'half' as const }) }
  return new Request(fullHost.replace(/\/+$/, '') + pathOf(target), init)
}

/** An absolute or odd request target is the application's business and matches nothing here. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target : '/'
}
