import { withBrowserSession } from '#flows/browser-sessions/browser-session'
import { attributePrefix } from '#flows/sign-in/answered-attributes'
import type { SignInServices } from '#flows/sign-in/challenge'
import { answer } from '#flows/sign-in/sign-in'
import { CognitoException } from '#foundation/exceptions/exception'
import { invalidSession, sessionExpired, sessionUsed } from '#foundation/exceptions/sign-in'
import { afterStep } from './after-step.ts'
import { missing, toldOf } from './error-texts.ts'
import { showNewPassword } from './new-password-page.ts'
import { showSignIn } from './sign-in-page.ts'
import { shownUsername } from './view-models.ts'
import type { Answer, Visit } from './visit.ts'

const overMessages = [invalidSession, sessionExpired, sessionUsed].map((exception) => exception().message)

/** `POST /changePassword`: the answer to NEW_PASSWORD_REQUIRED. What does not conform may be corrected in the same session. */
export async function submitNewPassword(services: SignInServices, visit: Visit): Promise<Answer> {
  const { request, fields, fieldNames, session: replaces } = visit
  const { pool, client } = request
  const { username = '' } = shownUsername(visit)
  const session = fields.get('session')
  if (session === undefined) return showSignIn(visit, toldOf(invalidSession(), []))
  const required = (pool.settings.SchemaAttributes ?? []).filter(({ Required }) => Required)
  const attributes = required.map(({ Name = '' }) => Name).filter((name) => fieldNames.has(name))
  const again = { session, username, attributes }
  const password = fields.get('password')
  if (password === undefined) return showNewPassword(visit, { ...again, fieldErrors: { password: missing.password } })
  try {
    const answers: Record<string, string> = { NEW_PASSWORD: password }
    for (const name of attributes) {
      const value = fields.get(name)
      if (value !== undefined) answers[attributePrefix + name] = value
    }
    const step = await answer(services, {
      pool,
      client,
      door: 'managed-login',
      session,
      challenge: 'NEW_PASSWORD_REQUIRED',
      answers,
      complete: withBrowserSession(services, { replaces }),
    })
    return await afterStep(services, visit, { step, username })
  } catch (thrown) {
    const told = toldOf(thrown, ['password', ...attributes])
    if (!told) throw thrown
    const isOver = thrown instanceof CognitoException && overMessages.includes(thrown.message)
    return isOver ? showSignIn(visit, told) : showNewPassword(visit, { ...again, ...told })
  }
}
