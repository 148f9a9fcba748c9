import { confirmSignUpPage } from '@poolhouse/pages'
import type { Shown } from '#flows/sign-in/evidence'
import { deliveryTo } from '#flows/verification/code-delivery'
import { verifies } from '#records/user-pools/policy'
import type { User } from '#records/users/user'
import type { Refusal } from '../../texts/refusals.ts'
import type { RecentStep } from '../../web/recent-step.ts'
import { formOf, formPage, type PageResult, type Visit } from '../../web/visit.ts'
import { showSignIn } from '../sign-in/sign-in-page.ts'

/**
 * The page that asks for the code of a sign-up.
 * @param of.isNew whether the browser must store the step.
 */
export function showConfirmation(
  visit: Visit,
  of: Refusal & { step: RecentStep; isNew?: boolean; notice?: string; success?: string; code?: string | undefined },
): PageResult {
  const { step, isNew = false, code, ...refusal } = of
  const { username, destination } = step
  const html = confirmSignUpPage({
    ...formOf(visit, '/confirmUser'),
    username,
    ...(destination === undefined ? {} : { destination }),
    ...(code === undefined ? {} : { code }),
    resendAction: visit.address('/resendcode'),
    links: { signIn: visit.address('/login') },
    ...refusal,
  })
  return formPage(html, refusal, isNew ? { step } : {})
}

/** The page that asks for the code, after the right password of an unconfirmed user. */
export function confirmFirst(visit: Visit, of: { username: string; user: User; shown: Shown }): PageResult {
  const { username, user, shown } = of
  const email = user.attributes['email']
  if (!verifies(visit.request.pool, 'email') || !email) {
    return showSignIn(visit, { error: visit.frame.texts.refusals.unconfirmed })
  }
  const step = {
    kind: 'confirmation',
    username,
    destination: deliveryTo({ channel: 'email', to: email }).Destination,
    shown,
  } as const
  return showConfirmation(visit, { step, isNew: true, notice: visit.frame.texts.notices.unconfirmed })
}
