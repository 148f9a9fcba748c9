import { allowsGrant } from '#records/app-clients/policy'
import { type Question, RedirectRefusal } from './verdict.ts'

/** Only codes, and only for clients that may use them: no token goes through the browser. */
export function checkResponseType({ parameters, client }: Question): object {
  const responseType = parameters.get('response_type')
  if (responseType === undefined) throw new RedirectRefusal('invalid_request', 'response_type is missing.')
  if (responseType === 'token') {
    throw new RedirectRefusal('unauthorized_client', 'The client may not use the implicit grant.')
  }
  if (responseType !== 'code') {
    throw new RedirectRefusal('unsupported_response_type', 'The only response_type is code.')
  }
  if (!allowsGrant(client, 'code')) {
    throw new RedirectRefusal('unauthorized_client', 'The client may not use the authorization code grant.')
  }
  return {}
}
