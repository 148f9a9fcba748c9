/** What stands on every answer of the endpoints and pages: nothing is guessed, kept or told to the next site. */
export const answerHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/**
 * What stands on every page beside: it loads its own files only, and no other site may frame it.
 * @param of.formAction where the page's forms may lead, redirects included: `'self'`, origins. Default: nowhere.
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
    // Under no-referrer browsers would send `Origin: null` with the page's own forms.
    'referrer-policy': 'same-origin',
    'content-security-policy': policy.join('; '),
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'x-frame-options': 'DENY',
  }
}

/** Browsers that came by https once come by nothing else. Empty where the server is reached by plain http, on a laptop. */
export function transportHeaders({ publicUrl }: { publicUrl: string }): Record<string, string> {
  return publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}
}
