import { issueAuthorizationCode } from '#flows/authorization/authorization-code'
import type { StartedBrowserSession } from '#flows/browser-sessions/browser-session'
import type { SignInStep } from '#flows/sign-in/advance'
import type { Needs } from '#foundation/needs'
import { confirmFirst } from '../pages/confirm-sign-up/confirmation-page.ts'
import type { PageResult, Visit } from '../web/visit.ts'
import { showQuestion } from './codecs.ts'

/** The page of the next question, the page that asks for the sign-up's code, or the way back to the application. */
export async function afterStep(
  services: Needs<typeof issueAuthorizationCode>,
  visit: Visit,
  { step, username }: { step: SignInStep<StartedBrowserSession>; username: string },
): Promise<PageResult> {
  switch (step.kind) {
    case 'question':
      return showQuestion(visit, { ...step, username })
    case 'unconfirmed':
      return confirmFirst(visit, { ...step, username })
    case 'finished': {
      const { user, authTime, outcome: session } = step
      const to = await issueAuthorizationCode(services, { request: visit.request, user, authTime })
      return { kind: 'redirect', to, session }
    }
  }
}
