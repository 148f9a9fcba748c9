import { identityProviders } from '#records/app-clients/policy'
import { type Question, RedirectRefusal } from './verdict.ts'

/** Checks that the client allows the pool's own users, and that the request asks for no other identity provider. */
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
