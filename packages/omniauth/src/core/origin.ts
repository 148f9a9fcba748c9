/** The places that a user may return to after the sign-in. */
export interface OriginRules {
  /** The application's scheme and host. Places on it become paths. */
  readonly fullHost: string
  /** Further origins, such as that of a front end. Places on them stay full URLs. */
  readonly allowedOrigins: readonly string[]
}

/**
 * A place to return to. undefined for any other place. OmniAuth returns users to any given address. Here only the
 * application's origin and the allowed origins are accepted.
 */
export function safePlace(place: string, { fullHost, allowedOrigins }: OriginRules): string | undefined {
  if (place === '' || !URL.canParse(place, fullHost)) return undefined
  const url = new URL(place, fullHost)
  // A blob: URL has the origin of the URL inside it.
  if (!/^https?:$/.test(url.protocol)) return undefined
  if (url.username !== '' || url.password !== '') return undefined
  // `https://app.example.com//evil.example` has our origin, but a browser would read its path as another host.
  if (/^\/[/\\]/.test(url.pathname)) return undefined
  if (url.origin === new URL(fullHost).origin) return url.pathname + url.search + url.hash
  return allowedOrigins.includes(url.origin) ? url.href : undefined
}

/** Where the user came from: the value of the origin parameter, else the page that sent the request. */
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
