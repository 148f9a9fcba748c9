import { identityProviders } from '#records/app-clients/policy'
import { type Question, RedirectRefusal } from './verdict.ts'

/** The client lets the pool's own users in, and the request asks for no others. */
export function checkIdentityProvider({ parameters, client }: Question): object {
  if (!identityProviders(client).includes('COGNITO')) {
    throw new RedirectRefusal('unauthorized_client', 'The client has no identity provider.')
  }
  const provider = parameters.get('identity_provider')
  if ((provider !== undefined && provider !== 'COGNITO') || parameters.get('idp_identifier') !== undefined) {
    throw new RedirectRefusal('invalid_request', 'The only identity_provider is COGNITO.')
  }
  return {}
}
