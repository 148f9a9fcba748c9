import type { AuthorizationRequest } from './authorization-request.ts'

/** What a browser gets for a checked request: a code at once, the sign-in page, or the error `login_required`. */
export type NextAction = 'code' | 'sign-in' | 'login-required'

/**
 * PURE. Decides whether a browser session is enough for a request, at `/oauth2/authorize` and `/login`.
 * @param of.authTime of the browser session; undefined when there is none.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
export function nextAction({
  request,
  authTime,
  now,
}: {
  request: Pick<AuthorizationRequest, 'prompt' | 'maxAge'>
  authTime: number | undefined
  now: number
}): NextAction {
  const { prompt, maxAge } = request
  const isFresh = authTime !== undefined && (maxAge === undefined || now - authTime <= maxAge * 1_000)
  if (prompt.includes('none')) return isFresh ? 'code' : 'login-required'
  return isFresh && !asksForUser(prompt) ? 'code' : 'sign-in'
}

/**
 * A browser session has one user, so `select_account` means to sign in again. `consent` needs no page: signing in is
 * the consent.
 */
const asksForUser = (prompt: AuthorizationRequest['prompt']): boolean =>
  prompt.includes('login') || prompt.includes('select_account')
