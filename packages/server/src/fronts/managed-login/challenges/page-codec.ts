import type { AnswerOf, ChallengeName, QuestionOf } from '#flows/sign-in/sign-in-state'
import type { Refusal } from '../texts/refusals.ts'
import type { PagePath, PageResult, Visit } from '../web/visit.ts'

/** The content of a form: the question that the page showed, and the answer or its missing fields. */
export type FilledIn<Name extends ChallengeName> = { readonly question: QuestionOf<Name> } & (
  | { readonly answer: AnswerOf<Name> }
  | { readonly fieldErrors: Readonly<Record<string, string>> }
)

/** One challenge of the sign-in machine as a page with a form. */
export interface PageCodec<Name extends ChallengeName> {
  /** The path that the form posts to. */
  readonly path: PagePath
  /** The page. Its form contains the session, which works once. */
  show(
    visit: Visit,
    of: Refusal & { readonly session: string; readonly username: string; readonly question: QuestionOf<Name> },
  ): PageResult
  read(visit: Visit): FilledIn<Name>
  /** The fields of the form that can show an error. */
  fields(question: QuestionOf<Name>): readonly string[]
}
