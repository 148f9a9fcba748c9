export interface HeaderSettings {
  externalUrl: URL
  /** Origins that a provider button's POST is redirected to: browsers hold `form-action` against redirects, too. */
  formOrigins: readonly string[]
  /** Origins of icons that the configuration names. */
  imageOrigins: readonly string[]
}

/** The headers of every answer, errors and redirects included. */
export function securityHeaders({ externalUrl, formOrigins, imageOrigins }: HeaderSettings): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    ["img-src 'self' data:", ...imageOrigins].join(' '),
    ["form-action 'self'", ...formOrigins].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'cache-control': 'no-store',
    ...(externalUrl.protocol === 'https:' && { 'strict-transport-security': 'max-age=31536000' }),
  }
}
