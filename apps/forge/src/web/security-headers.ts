import type { FastifyInstance } from 'fastify'

export interface HeaderSettings {
  externalUrl: URL
  /** Origins that a provider button's POST is redirected to: browsers hold `form-action` against redirects, too. */
  formOrigins: readonly string[]
  /** Origins of icons that the configuration names. */
  imageOrigins: readonly string[]
}

/** The headers of every answer, errors and redirects included. */
export function securityHeaders(
  app: FastifyInstance,
  { externalUrl, formOrigins, imageOrigins }: HeaderSettings,
): void {
  const headers = {
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      ["img-src 'self' data:", ...imageOrigins].join(' '),
      ["form-action 'self'", ...formOrigins].join(' '),
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'cache-control': 'no-store',
    ...(externalUrl.protocol === 'https:' && { 'strict-transport-security': 'max-age=31536000' }),
  }
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}
