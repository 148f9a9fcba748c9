export interface HeaderSettings {
  externalUrl: URL
  /** Origins to which provider buttons redirect. Browsers also check redirects against `form-action`. */
  formOrigins: readonly string[]
  /** Origins of the icons in the configuration. */
  imageOrigins: readonly string[]
}

/** The headers of every answer, also of errors and redirects. */
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
