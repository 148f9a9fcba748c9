import { ConfigurationError } from './configuration-error.ts'

/** Where OmniAuth's paths lie. */
export interface Paths {
  /** `{basePath}{pathPrefix}`, without a trailing slash. */
  readonly root: string
  /** Scheme and host, without a trailing slash. */
  readonly fullHost: string
  requestPath(provider: string): string
  callbackUrl(provider: string): string
  /** Which provider and phase a path belongs to; letter case and one trailing slash do not matter. */
  match(pathname: string, providers: readonly string[]): { provider: string; phase: 'request' | 'callback' } | undefined
}

export function pathsOf(options: { fullHost: string; pathPrefix?: string; basePath?: string }): Paths {
  const fullHost = checkedHost(options.fullHost)
  const root =
    checkedPrefix('basePath', options.basePath ?? '') + checkedPrefix('pathPrefix', options.pathPrefix ?? '/auth')
  if (root === '') throw new ConfigurationError([{ message: 'pathPrefix is empty: expected a path such as /auth' }])
  const requestPath = (provider: string) => `${root}/${provider}`
  return {
    root,
    fullHost,
    requestPath,
    callbackUrl: (provider) => `${fullHost}${requestPath(provider)}/callback`,
    match(pathname, providers) {
      const path = pathname.toLowerCase().replace(/\/$/, '')
      for (const provider of providers) {
        const own = requestPath(provider).toLowerCase()
        if (path === own) return { provider, phase: 'request' }
        if (path === `${own}/callback`) return { provider, phase: 'callback' }
      }
      return undefined
    },
  }
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
  if (!/^(\/[\w.~-]+)+$/.test(prefix)) {
    throw new ConfigurationError([{ message: `${option} is ${JSON.stringify(prefix)}: expected a path such as /auth` }])
  }
  return prefix
}
