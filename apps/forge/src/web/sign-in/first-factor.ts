import { type ProviderSession, type RefusalReason, rememberMe, withRedirectFragment } from '@poolhouse/omniauth'
import { finishSignIn } from '#accounts/finish-sign-in'
import { secondFactorPath } from '#pages/sign-in/second-factor'
import { newSessionId } from '#sessions/sessions'
import { hasTwoFactor } from '#two-factor/authenticators'
import { clearReturnToCookie, readReturnTo } from '#web/visitors/return-to'
import { sessionCookie, signedInCookies, type Visitor, type VisitorServices } from '#web/visitors/visitor'
import { clearWaitingCookie, type WaitingSignIn, waitingCookie } from './waiting-sign-in.ts'

/** The result of a sign-in with a password or a provider. */
export interface FirstFactor {
  accountId: string
  /** undefined: a sign-in with a password. */
  from: ProviderSession | undefined
  /** The value of "Remember me" in the form: `1`. */
  remember: string | undefined
  /** `omniauth_allow_bypass_two_factor`. */
  bypassesTwoFactor: boolean
  /** The fragment of the page that the user opened. A script of the sign-in page puts it into the form. */
  redirectFragment: string | undefined
}

/** The headers of the browser that a new session needs. */
export interface Caller {
  cookieHeader: string | undefined
  userAgent: string | undefined
}

export type BegunSession =
  /** `sessionId`: the browser's new session id. */
  | { outcome: 'go-on'; location: string; setCookies: readonly string[]; sessionId: string; isSignedIn: boolean }
  | { outcome: 'refused'; reason: RefusalReason }

/** `invalid-state`: no page of Forge sends such a fragment. */
export type SignInStep = BegunSession | { outcome: 'invalid-state' }

/**
 * The step after the first factor. It starts a session, or redirects to the page of the second factor with a sealed cookie
 * that names the account. There is no session before the second factor.
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

/** The last step, after all factors. */
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
