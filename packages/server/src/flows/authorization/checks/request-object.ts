import { type Question, RedirectRefusal } from './verdict.ts'

/**
 * Request objects are refused, because their parameters would change the request. Poolhouse does not read or fetch
 * them.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#JWTRequests
 */
export function checkRequestObject({ parameters }: Question): object {
  for (const [name, error] of unsupported) {
    if (parameters.get(name) !== undefined) throw new RedirectRefusal(error, `${name} is not supported.`)
  }
  return {}
}

const unsupported = [
  ['request', 'request_not_supported'],
  ['request_uri', 'request_uri_not_supported'],
  ['registration', 'registration_not_supported'],
] as const
