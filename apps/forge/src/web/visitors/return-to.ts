import type { Clock } from '#foundation/clock'
import type { Keys } from '#foundation/secrets'
import { type Cookies, readCookie, writeCookie } from '#web/http/cookies'
import { openPass, sealPass } from './passes.ts'

interface Services {
  clock: Clock
  keys: Keys
  cookies: Cookies
}

const keptForMs = 60 * 60_000
/** Browsers do not store much longer cookies. */
const longestPath = 1500

/** The `Set-Cookie` line that keeps the page that the user opened until the sign-in. Undefined when the path cannot be kept. */
export function returnToCookie(
  { clock, keys, cookies }: Services,
  { sessionId, path }: { sessionId: string; path: string },
): string | undefined {
  if (!isOwnPath(path) || path.length > longestPath) return undefined
  const expiresAt = clock.now() + keptForMs
  const value = sealPass(keys.passes, { purpose: 'return-to', sessionId, value: { path }, expiresAt })
  return writeCookie(cookies, { name: cookies.returnTo, value, maxAge: keptForMs / 1000 })
}

/** The kept page, or the start page. */
export function readReturnTo(
  { clock, keys, cookies }: Services,
  { sessionId, cookieHeader }: { sessionId: string | undefined; cookieHeader: string | undefined },
): string {
  if (sessionId === undefined) return '/'
  const sealed = readCookie(cookieHeader, cookies.returnTo)
  const pass = openPass(keys.passes, { purpose: 'return-to', sessionId, sealed, now: clock.now() })
  const path = pass?.['path']
  return typeof path === 'string' && isOwnPath(path) ? path : '/'
}

export function clearReturnToCookie(cookies: Cookies): string {
  return writeCookie(cookies, { name: cookies.returnTo, value: '', maxAge: 0 })
}

/** A path that a browser cannot read as another host. `//host`, `/\host` and `/<tab>/host` name hosts. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\')
}
