import { allowedScopes } from '#records/app-clients/policy'
import { type Question, RedirectRefusal } from './verdict.ts'

const needOpenid = ['email', 'phone', 'profile']

/**
 * No scope but those the client has; without any, all of those. What names attributes goes with `openid` only.
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
      isAllowed
        ? 'email, phone and profile go with openid only.'
        : 'The client may not use a scope that was asked for.',
    )
  }
  return { scope: asked.join(' ') }
}
