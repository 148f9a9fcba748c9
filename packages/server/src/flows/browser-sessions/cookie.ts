/** A cookie as it is set: its name, and the attributes that @fastify/cookie knows. */
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
 * The cookie of a browser session. Every pool has its own, so that pools that share a host don't sign each other's users out; over
 * https its prefix keeps neighbours below the same domain from planting one. Lax, since applications send their users here.
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
