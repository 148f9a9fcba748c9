import { type Refusal, refusalOnPage } from '../texts/refusals.ts'
import type { Visit } from '../web/visit.ts'
import { signInNames } from './view-models.ts'

/**
 * What the page of a visit says about an exception.
 * @param shown the fields of the page; what concerns another one is said above the form.
 * @returns undefined for what no person can do anything about: a bug, or a fault of the server.
 */
export const refusalOf = (
  { frame, request }: Pick<Visit, 'frame' | 'request'>,
  thrown: unknown,
  shown: readonly string[],
): Refusal | undefined =>
  refusalOnPage({ texts: frame.texts, signInWith: signInNames(request.pool) }, { thrown, shown })
