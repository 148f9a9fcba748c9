import type { AnswerOf, ChallengeName, QuestionOf } from '#flows/sign-in/sign-in-state'
import type { Refusal } from '../texts/refusals.ts'
import type { PagePath, PageResult, Visit } from '../web/visit.ts'

/** What a form holds: the question as it was shown, and the answer or what is missing in it. */
export type FilledIn<Name extends ChallengeName> = { readonly question: QuestionOf<Name> } & (
  | { readonly answer: AnswerOf<Name> }
  | { readonly fieldErrors: Readonly<Record<string, string>> }
)

/** One challenge of the sign-in machine as a page with a form. */
export interface PageCodec<Name extends ChallengeName> {
  /** Where the form is sent. */
  readonly path: PagePath
  /** The page; its form carries the session, which works once. */
  show(
    visit: Visit,
    of: Refusal & { readonly session: string; readonly username: string; readonly question: QuestionOf<Name> },
  ): PageResult
  read(visit: Visit): FilledIn<Name>
  /** The fields of the form, beside which a refusal may be shown. */
  fields(question: QuestionOf<Name>): readonly string[]
}
