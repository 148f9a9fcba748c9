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
  /** The address that the provider sends people back to, without a query: providers compare it whole. */
  callbackUrl(strategy: Mounted, request: Request): string
  /** The application's page for failures. */
  failurePath(strategy: Mounted): string
  /** Which phase of this strategy a request is; letter case and one trailing slash do not matter. */
  phaseOf(strategy: Mounted, request: Request): Phase | undefined
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
  const isRequest = (strategy: Mounted, request: Request) => {
    const custom = strategy.mounting?.requestPath
    if (typeof custom !== 'function') return isAt(request, requestPath(strategy))
    const answer = custom(request)
    return typeof answer === 'string' ? isAt(request, answer) : answer
  }
  const isCallback = (strategy: Mounted, request: Request) => {
    const custom = strategy.mounting?.callbackPath
    if (typeof custom === 'function') return custom(request)
    return isAt(request, custom ?? `${ownPath(strategy)}/callback`)
  }
  return {
    fullHost,
    requestPath,
    callbackUrl(strategy, request) {
      const custom = strategy.mounting?.callbackPath
      if (typeof custom === 'function' && custom(request)) return fullHost + new URL(request.url).pathname
      return fullHost + (typeof custom === 'string' ? custom : `${ownPath(strategy)}/callback`)
    },
    failurePath: (strategy) => `${rootOf(strategy)}/failure`,
    phaseOf(strategy, request) {
      if (isCallback(strategy, request)) return 'callback'
      if (isRequest(strategy, request)) return 'request'
      const other = Object.keys(strategy.others ?? {}).find((name) => isAt(request, `${requestPath(strategy)}/${name}`))
      return other === undefined ? undefined : { other }
    },
  }
}

function isAt(request: Request, path: string): boolean {
  return new URL(request.url).pathname.toLowerCase().replace(/\/$/, '') === path.toLowerCase().replace(/\/$/, '')
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
