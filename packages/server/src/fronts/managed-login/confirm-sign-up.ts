import { withBrowserSession } from '#flows/browser-sessions/browser-session'
import { confirmSignUp } from '#flows/registration/confirm-sign-up'
import { resendCode } from '#flows/registration/resend-code'
import type { SignInServices } from '#flows/sign-in/challenge'
import { proceed } from '#flows/sign-in/proceed'
import { codeMismatch } from '#foundation/exceptions/codes'
import { CognitoException } from '#foundation/exceptions/exception'
import type { Log } from '#foundation/log'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { User } from '#records/users/user'
import { afterStep } from './after-step.ts'
import { showConfirmation } from './confirmation-page.ts'
import { isOfTrigger, missing, toldOf } from './error-texts.ts'
import type { RecentStep } from './recent-step.ts'
import { showSignIn } from './sign-in-page.ts'
import { shownUsername, typedName } from './view-models.ts'
import type { Answer, Visit } from './visit.ts'

interface ConfirmationServices extends SignInServices {
  readonly issuerSettings: IssuerSettings
  readonly log: Log
  readonly triggers: TriggerInvoker
}

const confirmedNotice = 'Your account is confirmed. Sign in to go on.'

/** `GET /confirmUser`: asks; a link alone confirms nothing, since mail scanners follow links. */
export async function openConfirmation(_services: object, visit: Visit): Promise<Answer> {
  const { step, fields } = visit
  if (step?.kind === 'confirmation') return showConfirmation(visit, { step })
  const username = fields.get('user_name')
  if (username === undefined) return { kind: 'redirect', to: visit.address('/login') }
  return showConfirmation(visit, {
    step: { kind: 'confirmation', username: username.slice(0, 254) },
    code: fields.get('confirmation_code')?.slice(0, 64),
  })
}

/**
 * `POST /confirmUser`: the code. Who showed the account's password in this browser just before goes on signed in; anybody else is
 * asked for it, since a code proves an address and no more.
 */
export async function submitConfirmation(services: ConfirmationServices, visit: Visit): Promise<Answer> {
  const { request, fields } = visit
  const { pool, client } = request
  const step = stepOf(visit)
  const username = typedName(visit)
  const code = fields.get('code')?.trim()
  if (!code) return showConfirmation(visit, { step, fieldErrors: { code: missing.code } })
  if (username === undefined) return showConfirmation(visit, { step, ...toldOf(codeMismatch(), ['code']) })
  try {
    const { user } = await confirmSignUp(services, { pool, client, username, code })
    return await signInProved(services, visit, { user, step })
  } catch (thrown) {
    if (isOfTrigger(thrown)) {
      services.log.warn('managed-login-trigger-failed', { userPoolId: pool.id, clientId: client.id, cause: thrown })
      return showSignIn(visit, { username, notice: confirmedNotice })
    }
    const told = toldOf(thrown, ['code'])
    if (!told) throw thrown
    return showConfirmation(visit, { step, ...told })
  }
}

/** `POST /resendcode` */
export async function submitResend(
  services: SignInServices & { courier: { wake(): void } },
  visit: Visit,
): Promise<Answer> {
  const { pool, client } = visit.request
  const step = stepOf(visit)
  const username = typedName(visit)
  if (username === undefined) return showConfirmation(visit, { step, error: missing.username })
  try {
    const { delivery } = await resendCode(services, { pool, client, username })
    const sent = { ...step, destination: delivery.Destination }
    return showConfirmation(visit, {
      step: sent,
      isNew: true,
      notice: 'A new code is on its way. Earlier ones don’t work any more.',
    })
  } catch (thrown) {
    const told = toldOf(thrown, [])
    if (!told) throw thrown
    return showConfirmation(visit, { step, ...told })
  }
}

/** What this browser remembers of the account that the form is about; of another one, nothing. */
function stepOf(visit: Visit): RecentStep {
  const { username = '' } = shownUsername(visit)
  const { step } = visit
  return step?.kind === 'confirmation' && step.username === username ? step : { kind: 'confirmation', username }
}

/** The proof must be this user's and still hold: same password, enabled, nothing else to ask. */
async function signInProved(
  services: ConfirmationServices,
  visit: Visit,
  { user, step }: { user: User; step: RecentStep },
): Promise<Answer> {
  const { request, session: replaces } = visit
  const { pool, client } = request
  const { username, proved } = step
  const asked = showSignIn(visit, { username, notice: confirmedNotice })
  if (proved?.sub !== user.sub) return asked
  try {
    const next = await proceed(services, {
      pool,
      client,
      door: 'managed-login',
      proved: { user, proof: { salt: proved.salt } },
      complete: withBrowserSession(services, { replaces }),
    })
    return await afterStep(services, visit, { step: next, username })
  } catch (thrown) {
    if (thrown instanceof CognitoException) return asked
    throw thrown
  }
}
