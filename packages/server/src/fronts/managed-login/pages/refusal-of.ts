import { type Refusal, refusalOnPage } from '../texts/refusals.ts'
import type { Visit } from '../web/visit.ts'
import { signInNames } from './view-models.ts'

/**
 * The errors that the page of a visit shows for an exception.
 * @param shown the fields of the page. An error of any other field is shown above the form.
 * @returns undefined for exceptions that a user can do nothing about: a bug, or a fault of the server.
 */
export const refusalOf = (
  { frame, request }: Pick<Visit, 'frame' | 'request'>,
  thrown: unknown,
  shown: readonly string[],
): Refusal | undefined =>
  refusalOnPage({ texts: frame.texts, signInWith: signInNames(request.pool) }, { thrown, shown })
