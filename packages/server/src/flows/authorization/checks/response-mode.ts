import { type Question, RedirectRefusal } from './verdict.ts'

/**
 * Answers always go into the query.
 * @see https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes
 */
export function checkResponseMode({ parameters }: Question): object {
  const mode = parameters.get('response_mode')
  if (mode !== undefined && mode !== 'query') {
    throw new RedirectRefusal('invalid_request', 'The only response_mode is query.')
  }
  return {}
}
