import { readCookie, writeCookie } from '#web/http/cookies'
import { openPass, sealPass } from '#web/visitors/passes'
import type { VisitorServices } from '#web/visitors/visitor'

const waitsForMs = 10 * 60_000

/** An identity that a provider confirmed. The user has not authorized the link yet. */
export interface WaitingLink {
  accountId: string
  provider: string
  uid: string
}

/** The `Set-Cookie` line that keeps an identity until the user authorizes the link. It works only in this session. */
export function waitingLinkCookie(
  { clock, keys, cookies }: VisitorServices,
  { sessionId, ...value }: WaitingLink & { sessionId: string },
): string {
  const expiresAt = clock.now() + waitsForMs
  const sealed = sealPass(keys.passes, { purpose: 'identity-link', sessionId, value, expiresAt })
  return writeCookie(cookies, { name: cookies.identityLink, value: sealed, maxAge: waitsForMs / 1000 })
}

/** The identity that waits for authorization in this session, for this account. */
export function readWaitingLink(
  { clock, keys, cookies }: VisitorServices,
  { sessionId, accountId, cookieHeader }: { sessionId: string; accountId: string; cookieHeader: string | undefined },
): WaitingLink | undefined {
  const sealed = readCookie(cookieHeader, cookies.identityLink)
  const pass = openPass(keys.passes, { purpose: 'identity-link', sessionId, sealed, now: clock.now() })
  if (pass?.['accountId'] !== accountId) return undefined
  const { provider, uid } = pass
  return typeof provider === 'string' && typeof uid === 'string' ? { accountId, provider, uid } : undefined
}

export function clearWaitingLinkCookie({ cookies }: Pick<VisitorServices, 'cookies'>): string {
  return writeCookie(cookies, { name: cookies.identityLink, value: '', maxAge: 0 })
}
