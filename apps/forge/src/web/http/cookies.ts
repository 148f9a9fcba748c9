/**
 * Names of Forge's cookies. The provider may share the host (localhost), and cookies don't know ports, so the names are
 * Forge's own; under https `__Host-` keeps neighbours and subdomains from planting them.
 */
export interface Cookies {
  session: string
  flash: string
  /** A sign-in whose second factor is still to come. */
  secondFactor: string
  /** The page that somebody asked for before they signed in. */
  returnTo: string
  /** An identity whose owner has still to say that it is to be linked. */
  identityLink: string
  secure: boolean
}

export function cookiesFor(externalUrl: URL): Cookies {
  const secure = externalUrl.protocol === 'https:'
  const prefix = secure ? '__Host-' : ''
  return {
    session: `${prefix}_forge_session`,
    flash: `${prefix}_forge_flash`,
    secondFactor: `${prefix}_forge_second_factor`,
    returnTo: `${prefix}_forge_return_to`,
    identityLink: `${prefix}_forge_identity_link`,
    secure,
  }
}

/**
 * The value of a cookie in a `Cookie` header. One that is there twice was planted by a neighbour, with another path or
 * domain: neither can be trusted, so there is none.
 */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? values[0] : undefined
}

/** A `Set-Cookie` line. Values are base64url and dots: nothing to encode. Without a `maxAge` (seconds) it ends with the browser. */
export function writeCookie(
  { secure }: Pick<Cookies, 'secure'>,
  { name, value, maxAge }: { name: string; value: string; maxAge?: number },
): string {
  const lasting = maxAge === undefined ? '' : `; Max-Age=${maxAge}`
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${lasting}${secure ? '; Secure' : ''}`
}
