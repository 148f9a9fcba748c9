import { allowedScopes } from '#records/app-clients/policy'
import { type Question, RedirectRefusal } from './verdict.ts'

const needOpenid = ['email', 'phone', 'profile']

/**
 * A request may use the client's scopes only. A request without scopes gets all of them. `email`, `phone` and `profile`
 * need `openid`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html#cognito-user-pools-define-resource-servers-about-scopes
 */
export function checkScope({ parameters, client }: Question): { scope: string } {
  const allowed = allowedScopes(client)
  const asked = [...new Set(parameters.get('scope')?.split(' ').filter(Boolean))]
  if (asked.length === 0) return { scope: allowed.join(' ') }
  const isAllowed = asked.every((scope) => allowed.includes(scope))
  const isMeaningful = asked.includes('openid') || !asked.some((scope) => needOpenid.includes(scope))
  if (!isAllowed || !isMeaningful) {
    throw new RedirectRefusal(
      'invalid_scope',
      isAllowed ? 'email, phone and profile need openid.' : 'The client may not use one of the requested scopes.',
    )
  }
  return { scope: asked.join(' ') }
}
