import { isStorable } from '#storage/dialect'
import { type Question, RedirectRefusal } from './verdict.ts'

const longest = 1024

/** What the ID token has to repeat is repeated whole or not at all. */
export function checkNonce({ parameters }: Question): { nonce: string | undefined } {
  const nonce = parameters.get('nonce')
  if (nonce !== undefined && nonce.length > longest) {
    throw new RedirectRefusal('invalid_request', `nonce is longer than ${longest} characters.`)
  }
  if (nonce !== undefined && !isStorable(nonce)) throw new RedirectRefusal('invalid_request', 'nonce holds a NUL.')
  return { nonce }
}
