/** Where people may be sent back to. */
export interface OriginRules {
  /** The application's own scheme and host: its places come out as paths. */
  readonly fullHost: string
  /** Further origins, such as that of a front end; their places come out as whole addresses. */
  readonly allowedOrigins: readonly string[]
}

/**
 * A place to return to; undefined for anything that could lead elsewhere.
 * OmniAuth hands on whatever was given; here only the application's own origin passes, and those that it has named.
 */
export function safePlace(place: string, { fullHost, allowedOrigins }: OriginRules): string | undefined {
  if (place === '' || !URL.canParse(place, fullHost)) return undefined
  const url = new URL(place, fullHost)
  // A blob: has the origin of the address inside it.
  if (!/^https?:$/.test(url.protocol)) return undefined
  if (url.username !== '' || url.password !== '') return undefined
  // `https://app.example.com//evil.example` is of our origin, but its path alone would be read as another host.
  if (/^\/[/\\]/.test(url.pathname)) return undefined
  if (url.origin === new URL(fullHost).origin) return url.pathname + url.search + url.hash
  return allowedOrigins.includes(url.origin) ? url.href : undefined
}

/** Where the person came from: the parameter that names it, else the page that the request came from. */
export function originOf(
  sources: { query: URLSearchParams; form: URLSearchParams; referer: string | null },
  rules: OriginRules & { requestPath: string; originParam: string | false },
): string | undefined {
  if (rules.originParam === false) return undefined
  const named = sources.query.get(rules.originParam) ?? sources.form.get(rules.originParam)
  if (named !== null) return safePlace(named, rules)
  const { referer } = sources
  if (referer === null || referer.endsWith(rules.requestPath)) return undefined
  return safePlace(referer, rules)
}
