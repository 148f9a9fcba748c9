import { issueAuthorizationCode } from '#flows/authorization/authorization-code'
import { type AuthorizationRequest, checkAuthorizationRequest } from '#flows/authorization/authorization-request'
import type { PageError } from '#flows/authorization/checks/verdict'
import { errorRedirect } from '#flows/authorization/error-redirect'
import { nextAction } from '#flows/authorization/next-action'
import type { QueryParameters } from '#flows/authorization/parameters'
import { findSignedInUser } from '#flows/browser-sessions/browser-session'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { Log } from '#foundation/log'
import type { Database } from '#storage/database'
import { loginUrl } from './login-url.ts'

export type AuthorizeResult =
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'page'; readonly error: PageError }

interface Services {
  clock: Clock
  db: Database
  log: Log
  random: Random
  sealer: Sealer
}

/**
 * `/oauth2/authorize`: a browser that is signed in gets a code. Any other browser goes to the sign-in page with the same query.
 * @param of.sessionOf the browser session's cookie for a pool.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export async function authorize(
  services: Services,
  of: {
    query: QueryParameters
    poolId: string | undefined
    sessionOf: (userPoolId: string) => string | undefined
    requestId: string
  },
): Promise<AuthorizeResult> {
  const checked = await checkAuthorizationRequest(services, of)
  if (checked.kind !== 'valid') return checked
  const { request } = checked
  try {
    return { kind: 'redirect', to: await redirectTarget(services, { ...of, request }) }
  } catch (thrown) {
    // The redirect URI is valid, so tell the app client about the error, but not its cause.
    services.log.error('oauth-bug', { requestId: of.requestId, endpoint: 'authorize', cause: thrown })
    return { kind: 'redirect', to: errorRedirect(request, { error: 'server_error' }) }
  }
}

async function redirectTarget(
  services: Services,
  {
    request,
    query,
    sessionOf,
  }: { request: AuthorizationRequest; query: QueryParameters; sessionOf: (userPoolId: string) => string | undefined },
): Promise<string> {
  const { pool } = request
  const signedIn = await findSignedInUser(services, { pool, value: sessionOf(pool.id) })
  const action = nextAction({ request, authTime: signedIn?.authTime, now: services.clock.now() })
  if (action === 'login-required') return errorRedirect(request, { error: 'login_required' })
  if (action === 'sign-in' || !signedIn) return loginUrl(query)
  return await issueAuthorizationCode(services, { request, ...signedIn })
}
