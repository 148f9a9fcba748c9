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
/** A cookie that is much longer is not kept by browsers. */
const longestPath = 1500

/** The `Set-Cookie` line that keeps the page that somebody asked for until they have signed in; undefined when there is none worth keeping. */
export function returnToCookie(
  { clock, keys, cookies }: Services,
  { sessionId, path }: { sessionId: string; path: string },
): string | undefined {
  if (!isOwnPath(path) || path.length > longestPath) return undefined
  const expiresAt = clock.now() + keptForMs
  const value = sealPass(keys.passes, { purpose: 'return-to', sessionId, value: { path }, expiresAt })
  return writeCookie(cookies, { name: cookies.returnTo, value, maxAge: keptForMs / 1000 })
}

/** The page that was kept; else the start. */
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

/** A path that a browser can't take for another host: `//host` and `/\host` are addresses of hosts, and so is `/<tab>/host`. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\')
}
