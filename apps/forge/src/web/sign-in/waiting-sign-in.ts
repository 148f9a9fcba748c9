import { identityOf, type ProviderSession } from '@poolhouse/omniauth'
import { passwordChangedAt } from '#accounts/stored-passwords'
import { disabledProviders } from '#configuration/disabled-providers'
import { hasTwoFactor } from '#two-factor/authenticators'
import { type Cookies, readCookie, writeCookie } from '#web/http/cookies'
import { openPass, sealPass } from '#web/visitors/passes'
import type { VisitorServices } from '#web/visitors/visitor'

/** How long a sign-in waits for its code. */
const waitsForMs = 10 * 60_000

/** A sign-in that waits for its second factor. */
export interface WaitingSignIn {
  accountId: string
  /** undefined: a sign-in with a password. */
  from: ProviderSession | undefined
  remember: boolean
  /** The page after the sign-in: a path of Forge. */
  location: string
}

/** The `Set-Cookie` line that keeps a sign-in until its code comes. It works only in this browser. */
export function waitingCookie(
  { clock, keys, cookies }: VisitorServices,
  { sessionId, ...waiting }: WaitingSignIn & { sessionId: string },
): string {
  const since = clock.now()
  const value = sealPass(keys.passes, {
    purpose: 'second-factor',
    sessionId,
    value: { ...waiting, since },
    expiresAt: since + waitsForMs,
  })
  return writeCookie(cookies, { name: cookies.secondFactor, value, maxAge: waitsForMs / 1000 })
}

export function clearWaitingCookie(cookies: Cookies): string {
  return writeCookie(cookies, { name: cookies.secondFactor, value: '', maxAge: 0 })
}

/**
 * The sign-in that waits in this browser. Undefined when there is none, when it has expired, when the account no longer has
 * a second factor, or when the first factor is no longer valid: the password was changed, the identity was removed or
 * distrusted, or its provider was switched off.
 */
export async function readWaiting(
  services: VisitorServices,
  { sessionId, cookieHeader }: { sessionId: string | undefined; cookieHeader: string | undefined },
): Promise<WaitingSignIn | undefined> {
  const { db, clock, keys, cookies } = services
  if (sessionId === undefined) return undefined
  const sealed = readCookie(cookieHeader, cookies.secondFactor)
  const pass = openPass(keys.passes, { purpose: 'second-factor', sessionId, sealed, now: clock.now() })
  if (pass === undefined) return undefined
  // Only `waitingCookie` seals passes for this purpose.
  const { since, ...waiting } = pass as unknown as WaitingSignIn & { since: number }
  const { accountId, from } = waiting
  if (!hasTwoFactor(db, accountId) || (passwordChangedAt(db, accountId) ?? 0) > since) return undefined
  return from === undefined || (await isIdentityValid(services, { accountId, from })) ? waiting : undefined
}

async function isIdentityValid(
  { db, accounts }: VisitorServices,
  { accountId, from }: { accountId: string; from: ProviderSession },
): Promise<boolean> {
  if (disabledProviders(db).includes(from.provider)) return false
  const holder = await accounts.findByIdentity(identityOf(from))
  return holder?.account.id === accountId && holder.trusted
}
