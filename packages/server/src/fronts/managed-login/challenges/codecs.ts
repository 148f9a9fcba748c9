import type { ChallengeName, Question, QuestionOf } from '#flows/sign-in/sign-in-state'
import type { PageResult, Visit } from '../web/visit.ts'
import { newPassword } from './new-password.ts'
import type { PageCodec } from './page-codec.ts'

/** For a challenge that the sign-in on these pages never asks. */
const neverAsked = 'never asked here'

/** Every challenge as a page. The compiler finds a missing one. */
const codecs: { readonly [Name in ChallengeName]: PageCodec<Name> | typeof neverAsked } = {
  'new-password': newPassword,
  // The pages send the password itself, over TLS.
  'password-verifier': neverAsked,
}

/** The challenges that have a page. */
export const pageCodecs: readonly PageCodec<ChallengeName>[] = Object.values(codecs).filter(
  (codec) => codec !== neverAsked,
)

/** The page of a question. */
export function showQuestion<Name extends ChallengeName>(
  visit: Visit,
  of: { session: string; username: string; question: QuestionOf<Name> & Question },
): PageResult {
  const codec: PageCodec<Name> | typeof neverAsked = codecs[of.question.kind]
  if (codec === neverAsked) throw new Error(`The pages do not ask ${of.question.kind}.`)
  return codec.show(visit, of)
}
