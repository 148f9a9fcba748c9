import { withBrowserSession } from '#flows/browser-sessions/browser-session'
import { answer } from '#flows/sign-in/sign-in'
import type { Answer, ChallengeName } from '#flows/sign-in/sign-in-state'
import { hasReason } from '#foundation/exceptions/exception'
import { invalidSession } from '#foundation/exceptions/sign-in'
import type { Needs } from '#foundation/needs'
import { refusalOf } from '../pages/refusal-of.ts'
import { showSignIn } from '../pages/sign-in/sign-in-page.ts'
import { shownUsername } from '../pages/view-models.ts'
import type { PageResult, Visit } from '../web/visit.ts'
import { afterStep } from './after-step.ts'
import type { PageCodec } from './page-codec.ts'

type SubmitNeeds = Needs<typeof answer> & Needs<typeof withBrowserSession> & Needs<typeof afterStep>

/** `POST` of a challenge's form. The user can correct a refused answer as long as its session is valid. */
export function submitAnswer<Name extends ChallengeName>(codec: PageCodec<Name>) {
  return async (services: SubmitNeeds, visit: Visit): Promise<PageResult> => {
    const { request, fields, context, session: replaces } = visit
    const { pool, client } = request
    const { username = '' } = shownUsername(visit)
    const session = fields.get('session')
    if (session === undefined) return showSignIn(visit, refusalOf(visit, invalidSession(), []))
    const { question, ...filledIn } = codec.read(visit)
    const again = { session, username, question }
    if ('fieldErrors' in filledIn) return codec.show(visit, { ...again, ...filledIn })
    try {
      const step = await answer(services, {
        pool,
        client,
        door: 'managed-login',
        context,
        session,
        answer: filledIn.answer as Answer,
        complete: withBrowserSession(services, { replaces }),
      })
      return await afterStep(services, visit, { step, username })
    } catch (thrown) {
      const refusal = refusalOf(visit, thrown, codec.fields(question))
      if (!refusal) throw thrown
      const isOver = hasReason(thrown, 'invalid-session', 'session-expired', 'session-used')
      return isOver ? showSignIn(visit, refusal) : codec.show(visit, { ...again, ...refusal })
    }
  }
}
