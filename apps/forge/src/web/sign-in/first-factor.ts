import { type ProviderSession, type RefusalReason, rememberMe, withRedirectFragment } from '@poolhouse/omniauth'
import { finishSignIn } from '#accounts/finish-sign-in'
import { secondFactorPath } from '#pages/sign-in/second-factor'
import { newSessionId } from '#sessions/sessions'
import { hasTwoFactor } from '#two-factor/authenticators'
import { clearReturnToCookie, readReturnTo } from '#web/visitors/return-to'
import { sessionCookie, signedInCookies, type Visitor, type VisitorServices } from '#web/visitors/visitor'
import { clearWaitingCookie, type WaitingSignIn, waitingCookie } from './waiting-sign-in.ts'

/** What a password or a provider has shown. */
export interface FirstFactor {
  accountId: string
  /** undefined: a password. */
  from: ProviderSession | undefined
  /** "Remember me", as it was asked for: `1`. */
  remember: string | undefined
  /** `omniauth_allow_bypass_two_factor`. */
  bypassesTwoFactor: boolean
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
  const { accountId, from } = shown
  const { sessionId } = visitor
  const location = withRedirectFragment(readReturnTo(services, { sessionId, ...caller }), shown.redirectFragment)
  if (location === undefined) return { outcome: 'invalid-state' }
  const asks = hasTwoFactor(db, accountId)
  const remember = rememberMe({ asked: shown.remember, hasTwoFactor: asks, bypassed: shown.bypassesTwoFactor })
  const pending = { accountId, from, remember: remember !== 'no', location }
  if (!asks || shown.bypassesTwoFactor) return beginSession(services, { visitor, caller }, pending)
  const state = (await accounts.find(accountId))?.state
  if (state === 'blocked' || state === 'blocked_pending_approval') return { outcome: 'refused', reason: state }
  const waiting = { sessionId: sessionId ?? newSessionId() }
  const setCookies = [
    ...(sessionId === undefined ? [sessionCookie(services.cookies, waiting.sessionId, { remember: false })] : []),
    waitingCookie(services, { ...pending, ...waiting }),
  ]
  return {
    outcome: 'go-on',
    location: secondFactorPath,
    setCookies,
    sessionId: waiting.sessionId,
    isSignedIn: false,
  }
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
  const setCookies = [
    ...signedInCookies(services, finished, signIn),
    clearReturnToCookie(cookies),
    clearWaitingCookie(cookies),
  ]
  return { outcome: 'go-on', location, setCookies, sessionId: finished.sessionId, isSignedIn: true }
}
