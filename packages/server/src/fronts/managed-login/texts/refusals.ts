import { hasReason, isException } from '#foundation/exceptions/exception'
import { refusalText, type Wording } from './refusal-texts.ts'

/** What a page says went wrong. */
export interface Refusal {
  readonly error?: string
  readonly fieldErrors?: Readonly<Record<string, string>>
}

/**
 * What a page says about a refusal. The words are ours: nothing of the request or of a function's message gets into them.
 *
 * @param shown the fields of the page; what concerns another one is said above the form.
 * @returns undefined for what no person can do anything about: a bug, or a fault of the server.
 */
export function refusalOnPage(
  wording: Wording,
  { thrown, shown }: { thrown: unknown; shown: readonly string[] },
): Refusal | undefined {
  if (!isException(thrown)) return undefined
  const said = refusalText(wording, thrown)
  if (!said) return undefined
  const { field, text } = said
  // Where the address is the sign-in name, it is typed into that field.
  const name = field !== undefined && !shown.includes(field) && isAddress(field) ? 'username' : field
  return name !== undefined && shown.includes(name) ? { fieldErrors: { [name]: text } } : { error: text }
}

const isAddress = (field: string): boolean => field === 'email' || field === 'phone_number'

/** Whether a trigger's function failed. A function that runs after an event can not undo the event by its failure. */
export const isOfTrigger = (thrown: unknown): boolean =>
  hasReason(thrown, 'trigger-refused', 'trigger-invocation-failed', 'unrecognizable-lambda-output')
