/**
 * The cookies of a request. If a name occurs twice, the first value counts: browsers send the most specific one first.
 */
export function readCookies(request: Request): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals).trim()
    if (equals > 0 && name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim())
  }
  return cookies
}

/** A `Set-Cookie` value for the whole host. Scripts can not read the cookie. `maxAgeSeconds` 0 removes it. */
export function cookieHeader(cookie: {
  name: string
  value: string
  maxAgeSeconds: number
  secure: boolean
  sameSite?: 'Lax' | 'None'
}): string {
  const { name, value, maxAgeSeconds, secure, sameSite = 'Lax' } = cookie
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`
}
