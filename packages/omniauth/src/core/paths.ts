import { ConfigurationError } from './configuration-error.ts'
import type { Mounting } from './strategy.ts'

/** What is looked at of a strategy to know its paths. */
export interface Mounted {
  readonly name: string
  readonly mounting?: Mounting
  readonly others?: Readonly<Record<string, unknown>>
}

export type Phase = 'request' | 'callback' | { readonly other: string }

/** Where OmniAuth's paths lie. */
export interface Paths {
  /** Scheme and host, without a trailing slash. */
  readonly fullHost: string
  /** Where a form posts to: the default path when a function decides. */
  requestPath(strategy: Mounted): string
  /**
   * The address that the provider sends people back to, without a query: providers compare it whole. Without a request it is the one to register, which is the
   * default when a function decides.
   */
  callbackUrl(strategy: Mounted, request?: Request): string
  /** The application's page for failures. */
  failurePath(strategy: Mounted): string
  /** Which phase of this strategy a request is. */
  phaseOf(strategy: Mounted, place: Place): Phase | undefined
}

/** A request, and whether it is at a path: letter case and one trailing slash do not matter. */
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

/** Reads the address once: every request of the application is held against the paths of every provider. */
export function placeOf(request: Request): Place {
  const normal = (path: string) => path.toLowerCase().replace(/\/$/, '')
  const here = normal(new URL(request.url).pathname)
  return { request, isAt: (path) => normal(path) === here }
}

/** A path from the root, in characters that stand for themselves. */
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
        message: `fullHost is ${JSON.stringify(fullHost)}: expected scheme and host alone, such as https://app.example.com`,
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
