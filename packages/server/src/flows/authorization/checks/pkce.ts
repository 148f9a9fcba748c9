import { type Question, RedirectRefusal } from './verdict.ts'

/** SHA-256 in base64url without padding is always this long. */
const challenge = /^[\w-]{43}$/

/**
 * A challenge must have the method S256. With `plain`, the authorization request itself would contain the verifier.
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.3
 */
export function checkPkce({ parameters }: Question): { codeChallenge: string | undefined } {
  const codeChallenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if (codeChallenge === undefined && method === undefined) return { codeChallenge }
  if (method !== 'S256') throw new RedirectRefusal('invalid_request', 'code_challenge_method must be S256.')
  if (codeChallenge === undefined || !challenge.test(codeChallenge)) {
    throw new RedirectRefusal('invalid_request', 'code_challenge must be the base64url form of a SHA-256 digest.')
  }
  return { codeChallenge }
}
