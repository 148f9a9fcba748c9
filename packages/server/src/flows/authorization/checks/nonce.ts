import { isStorable } from '#storage/dialect'
import { type Question, RedirectRefusal } from './verdict.ts'

const longest = 1024

/** The ID token repeats the whole nonce, so a nonce that can not be stored whole is refused. */
export function checkNonce({ parameters }: Question): { nonce: string | undefined } {
  const nonce = parameters.get('nonce')
  if (nonce !== undefined && nonce.length > longest) {
    throw new RedirectRefusal('invalid_request', `nonce is longer than ${longest} characters.`)
  }
  if (nonce !== undefined && !isStorable(nonce))
    throw new RedirectRefusal('invalid_request', 'nonce contains a NUL character.')
  return { nonce }
}
