import { issueAuthorizationCode } from '#flows/authorization/authorization-code'
import type { StartedBrowserSession } from '#flows/browser-sessions/browser-session'
import type { SignInStep } from '#flows/sign-in/proceed'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { Database } from '#storage/database'
import { namesOf, showNewPassword } from './new-password-page.ts'
import type { Answer, Visit } from './visit.ts'

/** The next question, or the way back to the application. */
export async function afterStep(
  services: { clock: Clock; db: Database; random: Random; sealer: Sealer },
  visit: Visit,
  { step, username }: { step: SignInStep<StartedBrowserSession>; username: string },
): Promise<Answer> {
  if (step.kind === 'challenge') {
    const attributes = namesOf(step.parameters['requiredAttributes'])
    return showNewPassword(visit, { session: step.session, username, attributes })
  }
  const { user, authTime, outcome: session } = step
  const to = await issueAuthorizationCode(services, { request: visit.request, user, authTime })
  return { kind: 'redirect', to, session }
}
