import { forgotPasswordPage, resetPasswordPage } from '@poolhouse/pages'
import { confirmForgotPassword } from '#flows/recovery/confirm-forgot-password'
import { forgotPassword } from '#flows/recovery/forgot-password'
import { codeMismatch } from '#foundation/exceptions/codes'
import type { Log } from '#foundation/log'
import type { Needs } from '#foundation/needs'
import { isOfTrigger, type Refusal } from '../../texts/refusals.ts'
import type { RecentStep } from '../../web/recent-step.ts'
import { formOf, formPage, type PageResult, type Visit } from '../../web/visit.ts'
import { refusalOf } from '../refusal-of.ts'
import { showSignIn } from '../sign-in/sign-in-page.ts'
import { passwordRules, shownUsername, signInNames, stepOf, typedName } from '../view-models.ts'

type ResetServices = Needs<typeof confirmForgotPassword> & { log: Log }

/** `GET /forgotPassword` */
export async function openForgotPassword(_services: object, visit: Visit): Promise<PageResult> {
  return showForgotPassword(visit)
}

/** `POST /forgotPassword`: sends a code; also a new code for the page that follows. */
export async function submitForgotPassword(services: Needs<typeof forgotPassword>, visit: Visit): Promise<PageResult> {
  const { pool, client } = visit.request
  const username = typedName(visit)
  if (username === undefined)
    return showForgotPassword(visit, {
      fieldErrors: { username: visit.frame.texts.missing.username(signInNames(pool)) },
    })
  try {
    const { delivery } = await forgotPassword(services, { pool, client, username, context: visit.context })
    const step = { kind: 'recovery', username, destination: delivery.Destination } as const
    return { kind: 'redirect', to: visit.address('/confirmForgotPassword'), step }
  } catch (thrown) {
    const refusal = refusalOf(visit, thrown, ['username'])
    if (!refusal) throw thrown
    return showForgotPassword(visit, refusal)
  }
}

/** `GET /confirmForgotPassword` */
export async function openResetPassword(_services: object, visit: Visit): Promise<PageResult> {
  const { step } = visit
  if (step?.kind !== 'recovery') return { kind: 'redirect', to: visit.address('/forgotPassword') }
  return showResetPassword(visit, { step })
}

/** `POST /confirmForgotPassword`: the code and the new password. It does not sign the user in, because a mailbox is no sign-in. */
export async function submitResetPassword(services: ResetServices, visit: Visit): Promise<PageResult> {
  const { request, fields } = visit
  const { pool, client } = request
  const step = stepOf(visit, 'recovery')
  const username = typedName(visit)
  const code = fields.get('code')?.trim()
  const password = fields.get('password')
  const { missing, notices } = visit.frame.texts
  if (!code || password === undefined) {
    const fieldErrors = {
      ...(code ? {} : { code: missing.code }),
      ...(password === undefined ? { password: missing.password } : {}),
    }
    return showResetPassword(visit, { step, code, fieldErrors })
  }
  if (username === undefined) return showResetPassword(visit, { step, ...refusalOf(visit, codeMismatch(), ['code']) })
  try {
    await confirmForgotPassword(services, { pool, client, username, code, password, context: visit.context })
  } catch (thrown) {
    if (!isOfTrigger(thrown)) {
      const refusal = refusalOf(visit, thrown, ['code', 'password'])
      if (!refusal) throw thrown
      return showResetPassword(visit, { step, code, ...refusal })
    }
    services.log.warn('managed-login-trigger-failed', { userPoolId: pool.id, clientId: client.id, cause: thrown })
  }
  return showSignIn(visit, { username, success: notices.passwordReset })
}

function showForgotPassword(visit: Visit, refusal: Refusal = {}): PageResult {
  const { pool } = visit.request
  const html = forgotPasswordPage({
    ...formOf(visit, '/forgotPassword'),
    signInWith: signInNames(pool),
    ...shownUsername(visit),
    links: { signIn: visit.address('/login') },
    ...refusal,
  })
  return formPage(html, refusal)
}

function showResetPassword(visit: Visit, of: Refusal & { step: RecentStep; code?: string | undefined }): PageResult {
  const { step, code, ...refusal } = of
  const { username, destination } = step
  const { pool } = visit.request
  const html = resetPasswordPage({
    ...formOf(visit, '/confirmForgotPassword'),
    username,
    ...(destination === undefined ? {} : { destination }),
    ...(code === undefined ? {} : { code: code.slice(0, 64) }),
    passwordRules: passwordRules(pool),
    resendAction: visit.address('/forgotPassword'),
    links: { signIn: visit.address('/login') },
    ...refusal,
  })
  return formPage(html, refusal)
}
