import { issueAuthorizationCode } from '#flows/authorization/authorization-code'
import { errorRedirect } from '#flows/authorization/error-redirect'
import { nextAction } from '#flows/authorization/next-action'
import { findSignedInUser, withBrowserSession } from '#flows/browser-sessions/browser-session'
import { verifiesEmail } from '#flows/profile/update-attributes'
import { withinAddressBudget } from '#flows/sign-in/address-budget'
import type { SignInServices } from '#flows/sign-in/challenge'
import { begin } from '#flows/sign-in/sign-in'
import { deliveryTo } from '#flows/verification/issue-code'
import { CognitoException } from '#foundation/exceptions/exception'
import { incorrectUsernameOrPassword } from '#foundation/exceptions/sign-in'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserByName } from '#records/users/sign-in-name'
import type { User } from '#records/users/user'
import { afterStep } from './after-step.ts'
import { showConfirmation } from './confirmation-page.ts'
import { missing, toldOf } from './error-texts.ts'
import { showSignIn } from './sign-in-page.ts'
import { typedName } from './view-models.ts'
import type { Answer, Visit } from './visit.ts'

/** `GET /login`: the page, or the answer to the application at once where the browser is signed in already. */
export async function openSignIn(services: SignInServices, visit: Visit): Promise<Answer> {
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
export async function submitSignIn(services: SignInServices, visit: Visit): Promise<Answer> {
  const { request, fields, session } = visit
  const { pool, client } = request
  const password = fields.get('password')
  if (fields.get('username') === undefined || password === undefined) {
    return showSignIn(visit, {
      fieldErrors: {
        ...(fields.get('username') === undefined ? { username: missing.username } : {}),
        ...(password === undefined ? { password: missing.password } : {}),
      },
    })
  }
  const username = typedName(visit)
  if (username === undefined) return showSignIn(visit, toldOf(incorrectUsernameOrPassword(), []))
  // Read before the password is looked at: what is remembered of the proof then never belongs to a later password.
  const user = await findUserByName(services.db, pool, username)
  try {
    const complete = withBrowserSession(services, { replaces: session })
    const attempt = { pool, client, door: 'managed-login', method: 'user-password', username, password } as const
    const step = await withinAddressBudget(services, visit.sourceIp, () => begin(services, { ...attempt, complete }))
    return await afterStep(services, visit, { step, username })
  } catch (thrown) {
    return await refused(visit, { thrown, username, user })
  }
}

function refused(
  visit: Visit,
  { thrown, username, user }: { thrown: unknown; username: string; user: User | undefined },
): Answer {
  const { pool } = visit.request
  // Both are told only to who has shown the right password, or where the client conceals nothing.
  if (thrown instanceof CognitoException && thrown.name === 'UserNotConfirmedException' && user?.password) {
    return confirmFirst(visit, { pool, username, user, salt: user.password.srpSalt })
  }
  if (thrown instanceof CognitoException && thrown.name === 'PasswordResetRequiredException') {
    return showSignIn(visit, { error: 'Your password has to be set anew. Choose “Forgot your password?”.' })
  }
  const told = toldOf(thrown, ['username', 'password'])
  if (!told) throw thrown
  return showSignIn(visit, told)
}

function confirmFirst(
  visit: Visit,
  { pool, username, user, salt }: { pool: UserPool; username: string; user: User; salt: string },
): Answer {
  const email = user.attributes['email']
  if (!verifiesEmail(pool) || !email) {
    return showSignIn(visit, { error: 'Your account isn’t confirmed yet. Ask whoever runs this application.' })
  }
  const step = {
    kind: 'confirmation',
    username,
    destination: deliveryTo(email).Destination,
    proved: { sub: user.sub, salt },
  } as const
  const notice = 'Your account waits to be confirmed. Enter the code we sent you, or ask for a new one.'
  return showConfirmation(visit, { step, isNew: true, notice })
}
