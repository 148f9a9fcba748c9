import type { CookieSerializeOptions } from '@fastify/cookie'

/**
 * Names of Forge's cookies. The provider may share the host (localhost), and cookies don't know ports, so the names are
 * Forge's own; under https `__Host-` keeps neighbours and subdomains from planting them.
 */
export interface Cookies {
  session: string
  flash: string
  options: CookieSerializeOptions
}

export function cookiesFor(externalUrl: URL): Cookies {
  const secure = externalUrl.protocol === 'https:'
  const prefix = secure ? '__Host-' : ''
  return {
    session: `${prefix}_forge_session`,
    flash: `${prefix}_forge_flash`,
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  }
}
