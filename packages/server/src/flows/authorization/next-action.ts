import type { AuthorizationRequest } from './authorization-request.ts'

/** What follows from a checked request for a browser: a code at once, the sign-in page, or an error that names `login_required`. */
export type NextAction = 'code' | 'sign-in' | 'login-required'

/**
 * PURE. Whether a browser session satisfies a request. `/oauth2/authorize` and `/login` both ask here.
 * @param of.authTime of the browser session; undefined without one.
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

/** One browser session holds one user, so choosing among them is signing in; consent is given by signing in. */
const asksForUser = (prompt: AuthorizationRequest['prompt']): boolean =>
  prompt.includes('login') || prompt.includes('select_account')
