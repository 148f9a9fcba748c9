import { issueAuthorizationCode } from '#flows/authorization/authorization-code'
import { errorRedirect } from '#flows/authorization/error-redirect'
import { nextAction } from '#flows/authorization/next-action'
import { findSignedInUser, withBrowserSession } from '#flows/browser-sessions/browser-session'
import type { SignInServices } from '#flows/sign-in/challenge'
import { begin } from '#flows/sign-in/sign-in'
import { hasReason } from '#foundation/exceptions/exception'
import { incorrectUsernameOrPassword } from '#foundation/exceptions/sign-in'
import { afterStep } from '../../challenges/after-step.ts'
import type { PageResult, Visit } from '../../web/visit.ts'
import { refusalOf } from '../refusal-of.ts'
import { signInNames, typedName } from '../view-models.ts'
import { showSignIn } from './sign-in-page.ts'

/** `GET /login`: the page, or the answer to the application if the browser is already signed in. */
export async function openSignIn(services: SignInServices, visit: Visit): Promise<PageResult> {
  const { clock, db, sealer } = services
  const { request, session } = visit
  const signedIn = await findSignedInUser({ clock, db, sealer }, { pool: request.pool, value: session })
  const next = nextAction({ request, authTime: signedIn?.authTime, now: clock.now() })
  if (next === 'login-required') return { kind: 'redirect', to: errorRedirect(request, { error: 'login_required' }) }
  if (next === 'code' && signedIn) {
    return { kind: 'redirect', to: await issueAuthorizationCode(services, { request, ...signedIn }) }
  }
  return showSignIn(visit, { username: request.loginHint })
}

/** `POST /login`: name and password. */
export async function submitSignIn(services: SignInServices, visit: Visit): Promise<PageResult> {
  const { request, fields, context, session } = visit
  const { pool, client } = request
  const { missing } = visit.frame.texts
  const password = fields.get('password')
  if (fields.get('username') === undefined || password === undefined) {
    return showSignIn(visit, {
      fieldErrors: {
        ...(fields.get('username') === undefined ? { username: missing.username(signInNames(pool)) } : {}),
        ...(password === undefined ? { password: missing.password } : {}),
      },
    })
  }
  const username = typedName(visit)
  if (username === undefined) return showSignIn(visit, refusalOf(visit, incorrectUsernameOrPassword(), []))
  try {
    const complete = withBrowserSession(services, { replaces: session })
    const attempt = {
      pool,
      client,
      door: 'managed-login',
      context,
      method: 'user-password',
      username,
      password,
    } as const
    const step = await begin(services, { ...attempt, complete })
    return await afterStep(services, visit, { step, username })
  } catch (thrown) {
    return refused(visit, thrown)
  }
}

function refused(visit: Visit, thrown: unknown): PageResult {
  // The API reveals this only after the right password, or if the client does not conceal whether users exist.
  if (hasReason(thrown, 'password-reset-required')) {
    return showSignIn(visit, { error: visit.frame.texts.refusals.resetRequired })
  }
  const refusal = refusalOf(visit, thrown, ['username', 'password'])
  if (!refusal) throw thrown
  return showSignIn(visit, refusal)
}
