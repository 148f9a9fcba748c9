import { ConfigurationError } from './configuration-error.ts'
import type { Mounting } from './strategy.ts'

/** The parts of a strategy that decide its paths. */
export interface Mounted {
  readonly name: string
  readonly mounting?: Mounting
  readonly others?: Readonly<Record<string, unknown>>
}

export type Phase = 'request' | 'callback' | { readonly other: string }

/** OmniAuth's paths. */
export interface Paths {
  /** Scheme and host, without a trailing slash. */
  readonly fullHost: string
  /** Where a form posts to. When a function decides, this is the default path. */
  requestPath(strategy: Mounted): string
  /**
   * The address that the provider redirects the browser to, without a query, because providers compare the whole
   * address. Without a request it is the address to register. When a function decides, that is the default address.
   */
  callbackUrl(strategy: Mounted, request?: Request): string
  /** The application's page for failures. */
  failurePath(strategy: Mounted): string
  /** The phase of this strategy that a request belongs to. */
  phaseOf(strategy: Mounted, place: Place): Phase | undefined
}

/** A request with a test for its path. The test ignores letter case and one trailing slash. */
export interface Place {
  readonly request: Request
  isAt(path: string): boolean
}

export function pathsOf(options: { fullHost: string; pathPrefix?: string; basePath?: string }): Paths {
  const fullHost = checkedHost(options.fullHost)
  const basePath = checkedPrefix('basePath', options.basePath ?? '')
  const pathPrefix = checkedPrefix('pathPrefix', options.pathPrefix ?? '/auth')
  if (basePath + pathPrefix === '')
    throw new ConfigurationError([{ message: 'pathPrefix is empty: expected a path such as /auth' }])
  const rootOf = ({ mounting }: Mounted) => basePath + (mounting?.pathPrefix ?? pathPrefix)
  const ownPath = (strategy: Mounted) => `${rootOf(strategy)}/${strategy.name}`

  const requestPath = (strategy: Mounted) => {
    const custom = strategy.mounting?.requestPath
    return typeof custom === 'string' ? custom : ownPath(strategy)
  }
  const isRequest = (strategy: Mounted, { request, isAt }: Place) => {
    const custom = strategy.mounting?.requestPath
    if (typeof custom !== 'function') return isAt(requestPath(strategy))
    const answer = custom(request)
    return typeof answer === 'string' ? isAt(answer) : answer
  }
  const isCallback = (strategy: Mounted, { request, isAt }: Place) => {
    const custom = strategy.mounting?.callbackPath
    if (typeof custom === 'function') return custom(request)
    return isAt(custom ?? `${ownPath(strategy)}/callback`)
  }
  return {
    fullHost,
    requestPath,
    callbackUrl(strategy, request) {
      const custom = strategy.mounting?.callbackPath
      if (typeof custom === 'function' && request !== undefined && custom(request))
        return fullHost + new URL(request.url).pathname
      return fullHost + (typeof custom === 'string' ? custom : `${ownPath(strategy)}/callback`)
    },
    failurePath: (strategy) => `${rootOf(strategy)}/failure`,
    phaseOf(strategy, place) {
      if (isCallback(strategy, place)) return 'callback'
      if (isRequest(strategy, place)) return 'request'
      const other = Object.keys(strategy.others ?? {}).find((name) => place.isAt(`${requestPath(strategy)}/${name}`))
      return other === undefined ? undefined : { other }
    },
  }
}

/** Reads the address only once, because each request is compared with the paths of all providers. */
export function placeOf(request: Request): Place {
  const normal = (path: string) => path.toLowerCase().replace(/\/$/, '')
  const here = normal(new URL(request.url).pathname)
  return { request, isAt: (path) => normal(path) === here }
}

/** Whether a text is an absolute path without characters that need an escape. */
export function isPath(text: string): boolean {
  return /^(\/[\w.~-]+)+$/.test(text)
}

function checkedHost(fullHost: string): string {
  const url = URL.canParse(fullHost) ? new URL(fullHost) : undefined
  const plain =
    url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === ''
  if (!plain || url.username !== '' || url.password !== '') {
    throw new ConfigurationError([
      {
        message: `fullHost is ${JSON.stringify(fullHost)}: expected only scheme and host, such as https://app.example.com`,
      },
    ])
  }
  return url.origin
}

function checkedPrefix(option: string, prefix: string): string {
  if (prefix === '' || prefix === '/') return ''
  if (!isPath(prefix)) {
    throw new ConfigurationError([{ message: `${option} is ${JSON.stringify(prefix)}: expected a path such as /auth` }])
  }
  return prefix
}
