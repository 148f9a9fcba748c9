import { type RefusalReason, rememberMe, withRedirectFragment } from '@poolhouse/omniauth'
import { finishSignIn } from '#accounts/finish-sign-in'
import { passwordChangedAt } from '#accounts/stored-passwords'
import { noteProviderSession } from '#sessions/provider-sessions'
import { newSessionId } from '#sessions/sessions'
import { hasTwoFactor } from '#two-factor/authenticators'
import { readCookie, writeCookie } from './cookies.ts'
import { openPass, sealPass } from './passes.ts'
import { clearReturnToCookie, readReturnTo } from './return-to.ts'
import { sessionCookie, signedInCookies, type Visitor, type VisitorServices } from './visitor.ts'

export const secondFactorPath = '/users/sign_in/two_factor'
/** How long a person may look for their telephone. */
const waitsForMs = 10 * 60_000

/** What a password or a provider has shown. */
export interface FirstFactor {
  accountId: string
  /** undefined: a password. */
  provider: string | undefined
  /** "Remember me", as it was asked for: `1`. */
  remember: string | undefined
  /** `omniauth_allow_bypass_two_factor`. */
  bypassesTwoFactor: boolean
  /** The provider's own name of its session, if it told one. */
  sid: string | undefined
  /** The fragment of the page that was asked for, which a script of the sign-in page has carried along. */
  redirectFragment: string | undefined
}

/** The browser, as far as a session wants to know of it. */
export interface Caller {
  cookieHeader: string | undefined
  userAgent: string | undefined
}

export type BegunSession =
  /** `sessionId`: what the browser has from now on. */
  | { outcome: 'go-on'; location: string; setCookies: readonly string[]; sessionId: string; isSignedIn: boolean }
  | { outcome: 'refused'; reason: RefusalReason }

/** `invalid-state`: the fragment is none that a page of Forge's has carried along. */
export type SignInStep = BegunSession | { outcome: 'invalid-state' }

/**
 * Goes on after the first factor: begins a session, or sends the person to the page of the second factor, with nothing more than a sealed word of who they say they
 * are. There is no session before all factors are through.
 */
export async function passFirstFactor(
  services: VisitorServices,
  { visitor, caller }: { visitor: Visitor; caller: Caller },
  shown: FirstFactor,
): Promise<SignInStep> {
  const { db, accounts } = services
  const { accountId, provider, sid } = shown
  const { sessionId } = visitor
  const location = withRedirectFragment(readReturnTo(services, { sessionId, ...caller }), shown.redirectFragment)
  if (location === undefined) return { outcome: 'invalid-state' }
  const asks = hasTwoFactor(db, accountId)
  const remember = rememberMe({ asked: shown.remember, hasTwoFactor: asks, bypassed: shown.bypassesTwoFactor })
  const pending = { accountId, provider, sid, remember: remember !== 'no', location }
  if (!asks || shown.bypassesTwoFactor) return beginSession(services, { visitor, caller }, pending)
  const state = (await accounts.find(accountId))?.state
  if (state === 'blocked' || state === 'blocked_pending_approval') return { outcome: 'refused', reason: state }
  const waiting = { sessionId: sessionId ?? newSessionId() }
  const setCookies = [
    ...(sessionId === undefined ? [sessionCookie(services.cookies, waiting.sessionId, { remember: false })] : []),
    waitingCookie(services, waiting, pending),
  ]
  return {
    outcome: 'go-on',
    location: secondFactorPath,
    setCookies,
    sessionId: waiting.sessionId,
    isSignedIn: false,
  }
}

/** A sign-in that has come as far as the second factor. */
export interface WaitingSignIn {
  accountId: string
  provider: string | undefined
  sid: string | undefined
  remember: boolean
  /** Where it leads in the end: a path of Forge's own. */
  location: string
}

/** The last step, once all factors are through. */
export async function beginSession(
  services: VisitorServices,
  { visitor, caller }: { visitor: Visitor; caller: Caller },
  { location, ...signIn }: WaitingSignIn,
): Promise<BegunSession> {
  const { cookies } = services
  const { userAgent } = caller
  const finished = await finishSignIn(services, { ...signIn, userAgent, previousSessionId: visitor.sessionId })
  if (finished.outcome === 'refused') return finished
  noteProviderSession(services.db, { sessionId: finished.sessionId, sid: signIn.sid })
  const setCookies = [
    ...signedInCookies(services, finished, signIn),
    clearReturnToCookie(cookies),
    writeCookie(cookies, { name: cookies.secondFactor, value: '', maxAge: 0 }),
  ]
  return { outcome: 'go-on', location, setCookies, sessionId: finished.sessionId, isSignedIn: true }
}

function waitingCookie(
  { clock, keys, cookies }: VisitorServices,
  { sessionId }: { sessionId: string },
  waiting: WaitingSignIn,
): string {
  const now = clock.now()
  const value = sealPass(keys.passes, {
    purpose: 'second-factor',
    sessionId,
    value: { ...waiting, since: now },
    expiresAt: now + waitsForMs,
  })
  return writeCookie(cookies, { name: cookies.secondFactor, value, maxAge: waitsForMs / 1000 })
}

/**
 * The sign-in that this browser has waiting; undefined when there is none, it has waited too long, the account asks for no second factor any more, or its password
 * has been changed since.
 */
export function readWaiting(
  { db, clock, keys, cookies }: VisitorServices,
  { sessionId, cookieHeader }: { sessionId: string | undefined; cookieHeader: string | undefined },
): WaitingSignIn | undefined {
  if (sessionId === undefined) return undefined
  const sealed = readCookie(cookieHeader, cookies.secondFactor)
  const pass = openPass(keys.passes, { purpose: 'second-factor', sessionId, sealed, now: clock.now() })
  if (pass === undefined) return undefined
  const { accountId, provider, sid, remember, location, since } = pass
  if (typeof accountId !== 'string' || typeof location !== 'string' || typeof since !== 'number') return undefined
  if (!hasTwoFactor(db, accountId) || (passwordChangedAt(db, accountId) ?? 0) > since) return undefined
  return {
    accountId,
    provider: typeof provider === 'string' ? provider : undefined,
    sid: typeof sid === 'string' ? sid : undefined,
    remember: remember === true,
    location,
  }
}
