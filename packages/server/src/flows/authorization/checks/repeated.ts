import { type Question, RedirectRefusal } from './verdict.ts'

/**
 * No parameter may be repeated: two programs could read different values.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1
 */
export function checkRepeated({ parameters }: Question): object {
  if (parameters.repeated.size > 0) throw new RedirectRefusal('invalid_request', 'A parameter is repeated.')
  return {}
}
