/** The headers of every response of the endpoints and pages: no caching, no referrer, no guessing of content types. */
export const answerHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/**
 * The headers of every page. A page loads only files of this server, and no other site can frame it.
 * @param of.formAction where the page's forms may lead, including redirects: `'self'`, origins. Default: nowhere.
 * @see https://www.w3.org/TR/CSP3/
 */
export function pageHeaders({ formAction = [] }: { formAction?: readonly string[] } = {}): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    `form-action ${formAction.length > 0 ? formAction.join(' ') : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    ...answerHeaders,
    // With no-referrer, browsers would send `Origin: null` with the page's own forms.
    'referrer-policy': 'same-origin',
    'content-security-policy': policy.join('; '),
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'x-frame-options': 'DENY',
  }
}

/** A browser that used https once must always use https. Empty if the server is reached by plain http, on a laptop. */
export function transportHeaders({ publicUrl }: { publicUrl: string }): Record<string, string> {
  return publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}
}
