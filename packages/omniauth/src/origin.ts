/**
 * A place of this application to return to, as a path; undefined for anything that could lead elsewhere.
 * OmniAuth hands on whatever was given; here only the application's own origin passes.
 */
export function sameOriginPath(place: string, fullHost: string): string | undefined {
  if (place === '' || !URL.canParse(place, fullHost)) return undefined
  const url = new URL(place, fullHost)
  if (url.origin !== new URL(fullHost).origin || url.username !== '' || url.password !== '') return undefined
  // `https://app.example.com//evil.example` is of our origin, but its path alone would be read as another host.
  if (/^\/[/\\]/.test(url.pathname)) return undefined
  return url.pathname + url.search + url.hash
}

/** Where the person came from: the parameter `origin`, else the page that the request came from. */
export function originOf(
  sources: { query: URLSearchParams; form: URLSearchParams; referer: string | null },
  { fullHost, requestPath }: { fullHost: string; requestPath: string },
): string | undefined {
  const named = sources.query.get('origin') ?? sources.form.get('origin')
  if (named !== null) return sameOriginPath(named, fullHost)
  const { referer } = sources
  if (referer === null || referer.endsWith(requestPath)) return undefined
  return sameOriginPath(referer, fullHost)
}
