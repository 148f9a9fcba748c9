/** A cookie's name, and its attributes in the form of @fastify/cookie. */
export interface CookieForm {
  readonly name: string
  readonly attributes: {
    readonly path: '/'
    readonly httpOnly: true
    readonly sameSite: 'lax'
    readonly secure: boolean
  }
}

/**
 * The cookie of a browser session. Each pool has its own, so that pools on the same host do not sign each other's users
 * out. Over https, the prefix `__Host-` stops other hosts of the same domain from setting the cookie. SameSite is Lax,
 * because applications send their users here from other sites.
 *
 * @param of.secure whether browsers reach the server by https (`publicUrl`, never the request).
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3.2
 */
export function browserSessionCookie(userPoolId: string, { secure }: { secure: boolean }): CookieForm {
  return {
    name: `${secure ? '__Host-' : ''}poolhouse-${userPoolId}`,
    attributes: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  }
}
