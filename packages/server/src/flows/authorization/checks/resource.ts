import { type Question, RedirectRefusal } from './verdict.ts'

/** Tokens for a named resource are not made yet, and one for all of them is not what was asked. @see https://www.rfc-editor.org/rfc/rfc8707#section-2 */
export function checkResource({ parameters }: Question): object {
  if (parameters.get('resource') !== undefined) {
    throw new RedirectRefusal('invalid_target', 'resource is not supported yet.')
  }
  return {}
}
