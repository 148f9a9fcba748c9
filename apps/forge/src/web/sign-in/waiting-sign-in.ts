import { identityOf, type ProviderSession } from '@poolhouse/omniauth'
import { passwordChangedAt } from '#accounts/stored-passwords'
import { disabledProviders } from '#configuration/disabled-providers'
import { hasTwoFactor } from '#two-factor/authenticators'
import { type Cookies, readCookie, writeCookie } from '#web/http/cookies'
import { openPass, sealPass } from '#web/visitors/passes'
import type { VisitorServices } from '#web/visitors/visitor'

/** How long a person may look for their telephone. */
const waitsForMs = 10 * 60_000

/** A sign-in that has come as far as the second factor. */
export interface WaitingSignIn {
  accountId: string
  /** undefined: a password. */
  from: ProviderSession | undefined
  remember: boolean
  /** Where it leads in the end: a path of Forge's own. */
  location: string
}

/** The `Set-Cookie` line that keeps a sign-in until its code comes: in this browser alone. */
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
 * The sign-in that this browser has waiting; undefined when there is none, it has waited too long, the account asks for no second factor any more, or what stood for
 * the first one would not do so now: the password has been changed, the identity is gone or trusted no longer, its provider is switched off.
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
  // Sealed by `waitingCookie`, and by nobody else.
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
