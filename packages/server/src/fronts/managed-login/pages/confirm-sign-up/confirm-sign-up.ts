import { withBrowserSession } from '#flows/browser-sessions/browser-session'
import { confirmSignUp } from '#flows/registration/confirm-sign-up'
import { resendCode } from '#flows/registration/resend-code'
import type { SignInServices } from '#flows/sign-in/challenge'
import { begin } from '#flows/sign-in/sign-in'
import { codeMismatch } from '#foundation/exceptions/codes'
import { CognitoException } from '#foundation/exceptions/exception'
import type { Log } from '#foundation/log'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import type { IssuerSettings } from '#records/user-pools/issuer'
import { afterStep } from '../../challenges/after-step.ts'
import { isOfTrigger } from '../../texts/refusals.ts'
import type { RecentStep } from '../../web/recent-step.ts'
import type { PageResult, Visit } from '../../web/visit.ts'
import { refusalOf } from '../refusal-of.ts'
import { showSignIn } from '../sign-in/sign-in-page.ts'
import { signInNames, stepOf, typedName } from '../view-models.ts'
import { showConfirmation } from './confirmation-page.ts'

interface ConfirmationServices extends SignInServices {
  readonly issuerSettings: IssuerSettings
  readonly log: Log
  readonly triggers: TriggerInvoker
}

/** `GET /confirmUser`: the page. A link alone confirms nothing, because mail scanners follow links. */
export async function openConfirmation(_services: object, visit: Visit): Promise<PageResult> {
  const { step, fields } = visit
  if (step?.kind === 'confirmation') return showConfirmation(visit, { step })
  const username = fields.get('user_name')
  if (username === undefined) return { kind: 'redirect', to: visit.address('/login') }
  return showConfirmation(visit, {
    step: { kind: 'confirmation', username: username.slice(0, 254) },
    code: fields.get('confirmation_code')?.slice(0, 64),
  })
}

/** `POST /confirmUser`: the code from the mail. */
export async function submitConfirmation(services: ConfirmationServices, visit: Visit): Promise<PageResult> {
  const { request, fields } = visit
  const { pool, client } = request
  const step = stepOf(visit, 'confirmation')
  const username = typedName(visit)
  const code = fields.get('code')?.trim()
  if (!code) return showConfirmation(visit, { step, fieldErrors: { code: visit.frame.texts.missing.code } })
  if (username === undefined) return showConfirmation(visit, { step, ...refusalOf(visit, codeMismatch(), ['code']) })
  try {
    await confirmSignUp(services, { pool, client, username, code, context: visit.context })
    return await goOn(services, visit, step)
  } catch (thrown) {
    if (isOfTrigger(thrown)) {
      services.log.warn('managed-login-trigger-failed', { userPoolId: pool.id, clientId: client.id, cause: thrown })
      return showConfirmed(visit, username)
    }
    const refusal = refusalOf(visit, thrown, ['code'])
    if (!refusal) throw thrown
    return showConfirmation(visit, { step, ...refusal })
  }
}

/** `POST /resendcode` */
export async function submitResend(
  services: SignInServices & { courier: { wake(): void } },
  visit: Visit,
): Promise<PageResult> {
  const { frame, request } = visit
  const { pool, client } = request
  const step = stepOf(visit, 'confirmation')
  const username = typedName(visit)
  if (username === undefined)
    return showConfirmation(visit, { step, error: frame.texts.missing.username(signInNames(pool)) })
  try {
    const { delivery } = await resendCode(services, { pool, client, username, context: visit.context })
    const sent = { ...step, destination: delivery.Destination }
    return showConfirmation(visit, {
      step: sent,
      isNew: true,
      success: frame.texts.notices.codeResent,
    })
  } catch (thrown) {
    const refusal = refusalOf(visit, thrown, [])
    if (!refusal) throw thrown
    return showConfirmation(visit, { step, ...refusal })
  }
}

/** Signs the user in if this browser has shown the password before. Otherwise it shows the sign-in page. */
async function goOn(services: ConfirmationServices, visit: Visit, step: RecentStep): Promise<PageResult> {
  const { request, context, session: replaces } = visit
  const { pool, client } = request
  const { username, shown } = step
  if (!shown) return showConfirmed(visit, username)
  try {
    const next = await begin(services, {
      pool,
      client,
      door: 'managed-login',
      context,
      method: 'after-confirmation',
      username,
      shown,
      complete: withBrowserSession(services, { replaces }),
    })
    return await afterStep(services, visit, { step: next, username })
  } catch (thrown) {
    if (thrown instanceof CognitoException) return showConfirmed(visit, username)
    throw thrown
  }
}

const showConfirmed = (visit: Visit, username: string): PageResult =>
  showSignIn(visit, { username, success: visit.frame.texts.notices.confirmed })
