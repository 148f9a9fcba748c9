import { type AccountStore, accountTexts } from '@poolhouse/omniauth'
import type { Clock } from '#foundation/clock'
import type { Keys } from '#foundation/secrets'
import { findSession, isSessionId, newSessionId, type Session, sessionLifetimes } from '#sessions/sessions'
import type { ForgeDatabase } from '#storage/database'
import { type Cookies, readCookie, writeCookie } from '#web/http/cookies'
import { type Flash, openFlash, sealFlash } from './flash.ts'

/** The services that read and write the cookies of a browser. */
export interface VisitorServices {
  db: ForgeDatabase
  accounts: AccountStore
  clock: Clock
  keys: Keys
  cookies: Cookies
}

/**
 * The browser of a request. A browser that is not signed in also has a session id, for the tokens of its forms. Forge does
 * not store that id, and replaces it at sign-in and at sign-out.
 */
export interface Visitor {
  sessionId: string | undefined
  session: Session | undefined
  flash: Flash | undefined
}

export async function readVisitor(services: VisitorServices, cookieHeader: string | undefined): Promise<Visitor> {
  const { cookies, keys } = services
  const given = readCookie(cookieHeader, cookies.session)
  const sessionId = isSessionId(given) ? given : undefined
  if (sessionId === undefined) return { sessionId, session: undefined, flash: undefined }
  return {
    sessionId,
    session: await findSession(services, sessionId),
    flash: openFlash(keys.flash, sessionId, readCookie(cookieHeader, cookies.flash)),
  }
}

/** The `Set-Cookie` line that gives a browser its session id. */
export function sessionCookie(cookies: Cookies, id: string, { remember }: { remember: boolean }): string {
  const lasting = remember ? { maxAge: sessionLifetimes.remembered / 1000 } : {}
  return writeCookie(cookies, { name: cookies.session, value: id, ...lasting })
}

/** The `Set-Cookie` lines of a finished sign-in: the session, and the message for the first page. */
export function signedInCookies(
  services: VisitorServices,
  { sessionId, reactivated }: { sessionId: string; reactivated: boolean },
  { remember }: { remember: boolean },
): string[] {
  const session = sessionCookie(services.cookies, sessionId, { remember })
  if (!reactivated) return [session]
  return [session, ...flashCookies(services, { sessionId }, { kind: 'notice', text: accountTexts.reactivated })]
}

/** `Set-Cookie` lines with a message for the visitor's next page. */
export function flashCookies(
  { keys, cookies }: VisitorServices,
  visitor: Pick<Visitor, 'sessionId'>,
  flash: Flash,
): string[] {
  const sessionId = visitor.sessionId ?? newSessionId()
  const lines = visitor.sessionId === undefined ? [sessionCookie(cookies, sessionId, { remember: false })] : []
  const value = sealFlash(keys.flash, sessionId, flash)
  return [...lines, writeCookie(cookies, { name: cookies.flash, value, maxAge: 300 })]
}

export function clearFlashCookie(cookies: Cookies): string {
  return writeCookie(cookies, { name: cookies.flash, value: '', maxAge: 0 })
}
