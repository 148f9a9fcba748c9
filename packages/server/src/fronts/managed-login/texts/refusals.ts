import { hasReason, isException } from '#foundation/exceptions/exception'
import { refusalText, type Wording } from './refusal-texts.ts'

/** The errors that a page shows. */
export interface Refusal {
  readonly error?: string
  readonly fieldErrors?: Readonly<Record<string, string>>
  /** The user has an account already, and can sign in. */
  readonly offersSignIn?: boolean
}

/**
 * The errors that a page shows for an exception. They contain nothing from the request or from the message of a function.
 *
 * @param shown the fields of the page. An error of any other field is shown above the form.
 * @returns undefined for exceptions that a user can do nothing about: a bug, or a fault of the server.
 */
export function refusalOnPage(
  wording: Wording,
  { thrown, shown }: { thrown: unknown; shown: readonly string[] },
): Refusal | undefined {
  if (!isException(thrown)) return undefined
  const said = refusalText(wording, thrown)
  if (!said) return undefined
  const { field, text, offersSignIn } = said
  if (offersSignIn) return { error: text, offersSignIn }
  // If the address is the sign-in name, the user typed it into that field.
  const name = field !== undefined && !shown.includes(field) && isAddress(field) ? 'username' : field
  return name !== undefined && shown.includes(name) ? { fieldErrors: { [name]: text } } : { error: text }
}

const isAddress = (field: string): boolean => field === 'email' || field === 'phone_number'

/** Whether a trigger's function failed. A function that runs after an event can not undo the event by its failure. */
export const isOfTrigger = (thrown: unknown): boolean =>
  hasReason(thrown, 'trigger-refused', 'trigger-invocation-failed', 'unrecognizable-lambda-output')
