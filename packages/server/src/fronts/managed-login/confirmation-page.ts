import { confirmSignUpPage } from '@poolhouse/pages'
import type { Told } from './error-texts.ts'
import type { RecentStep } from './recent-step.ts'
import { type Answer, formPage, type Visit } from './visit.ts'

/**
 * The page that asks for the code of a sign-up.
 * @param of.isNew whether the browser is to remember the step; else it does already, or never did.
 */
export function showConfirmation(
  visit: Visit,
  of: Told & { step: RecentStep; isNew?: boolean; notice?: string; code?: string | undefined },
): Answer {
  const { step, isNew = false, code, ...told } = of
  const { username, destination } = step
  const html = confirmSignUpPage({
    clientName: visit.request.client.name,
    action: visit.address('/confirmUser'),
    csrf: visit.csrf,
    username,
    ...(destination === undefined ? {} : { destination }),
    ...(code === undefined ? {} : { code }),
    resendAction: visit.address('/resendcode'),
    links: { signIn: visit.address('/login') },
    ...told,
  })
  return formPage(html, told, isNew ? { step } : {})
}
