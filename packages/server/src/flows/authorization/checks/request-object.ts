import { type Question, RedirectRefusal } from './verdict.ts'

/**
 * Nothing is read from a request object, and none is fetched; to ignore one would be to answer another question than was asked.
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
