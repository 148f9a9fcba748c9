import { type Question, RedirectRefusal } from './verdict.ts'

/**
 * Tokens for one resource are not supported yet. A token for all of them would allow more than the client asked for.
 * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
 */
export function checkResource({ parameters }: Question): object {
  if (parameters.get('resource') !== undefined) {
    throw new RedirectRefusal('invalid_target', 'resource is not supported yet.')
  }
  return {}
}
