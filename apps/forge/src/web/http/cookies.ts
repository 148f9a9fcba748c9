/**
 * Names of Forge's cookies. They contain `forge`, because the provider may use the same host (localhost) and all ports of
 * a host share cookies. With https, the prefix `__Host-` stops other subdomains from setting them.
 */
export interface Cookies {
  session: string
  flash: string
  /** A sign-in that waits for its second factor. */
  secondFactor: string
  /** The page that the user opened before the sign-in. */
  returnTo: string
  /** An identity that waits for the user to authorize the link. */
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
 * The value of a cookie in a `Cookie` header. When a cookie is there twice, another site on this domain may have set one of
 * them. Forge trusts neither, so the result is undefined.
 */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? values[0] : undefined
}

/**
 * A `Set-Cookie` line. Values are base64url and dots, so they need no encoding. Without `maxAge` (seconds) the cookie ends
 * with the browser.
 */
export function writeCookie(
  { secure }: Pick<Cookies, 'secure'>,
  { name, value, maxAge }: { name: string; value: string; maxAge?: number },
): string {
  const lasting = maxAge === undefined ? '' : `; Max-Age=${maxAge}`
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${lasting}${secure ? '; Secure' : ''}`
}
