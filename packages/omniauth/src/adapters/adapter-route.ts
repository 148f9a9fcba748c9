import type { Omniauth } from '#phases/omniauth'

/** What every adapter needs. The result of `omniauth()` fits. */
export interface AdapterRoute {
  readonly handler: Omniauth['handler']
  /** Scheme and host of the application, from the configuration. The Host header is never used. */
  readonly fullHost: string
}

/** A request from a framework. */
export interface FrameworkRequest {
  readonly method: string
  /** Path and query as the browser sent them, before any router of the framework changed them. */
  readonly target: string
  readonly headers: Headers
  readonly body: RequestInit['body']
}

/** Returns OmniAuth's answer, or undefined when the application must answer the request. */
export async function askOmniauth(route: AdapterRoute, request: FrameworkRequest): Promise<Response | undefined> {
  // A web Request can not have these methods, and OmniAuth does not use them.
  if (/^(?:connect|trace|track)$/i.test(request.method)) return undefined
  return route.handler(asWebRequest(route.fullHost, request))
}

/** Makes a web Request at the configured host. */
export function asWebRequest(fullHost: string, { method, target, headers, body }: FrameworkRequest): Request {
  const hasBody = method !== 'GET' && method !== 'HEAD' && body !== null && body !== undefined
  const init = { method, headers, ...(hasBody && { body, duplex: 'half' as const }) }
  return new Request(fullHost.replace(/\/+$/, '') + pathOf(target), init)
}

/** The application handles an absolute or unusual request target. It must not match an OmniAuth path. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target : '/'
}
