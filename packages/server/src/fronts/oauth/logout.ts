import { checkAuthorizationRequest } from '#flows/authorization/authorization-request'
import type { PageError } from '#flows/authorization/checks/verdict'
import { parametersOf, type QueryParameters } from '#flows/authorization/parameters'
import { findAppClient } from '#records/app-clients/app-clients'
import { logoutUrls } from '#records/app-clients/policy'
import type { Database } from '#storage/database'

/** The result of `/logout`: end the browser session and redirect, or show an error page and end nothing. */
export type LogoutResult =
  | { readonly kind: 'signed-out'; readonly userPoolId: string; readonly to: string }
  | { readonly kind: 'page'; readonly error: PageError }

const refused = (error: PageError): LogoutResult => ({ kind: 'page', error })

/**
 * Decides where a sign-out leads. `logout_uri` leads there, if exactly this URL is registered. `redirect_uri` and
 * `response_type` lead to the sign-in page of that authorization request.
 * @param of.loginUrl the sign-in page of a query.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export async function checkLogout(
  { db }: { db: Database },
  {
    query,
    poolId,
    loginUrl,
  }: { query: QueryParameters; poolId: string | undefined; loginUrl: (query: QueryParameters) => string },
): Promise<LogoutResult> {
  const parameters = parametersOf(query)
  const client = await findAppClient(db, parameters.get('client_id') ?? '')
  if (!client || (poolId !== undefined && poolId !== client.userPoolId)) return refused('client_not_found')
  if (parameters.repeated.size > 0) return refused('invalid_request')

  const { userPoolId } = client
  const logoutUri = parameters.get('logout_uri')
  if (logoutUri !== undefined) {
    const isRegistered = logoutUrls(client).includes(logoutUri)
    return isRegistered ? { kind: 'signed-out', userPoolId, to: logoutUri } : refused('redirect_mismatch')
  }
  if (parameters.get('redirect_uri') === undefined) return refused('invalid_request')
  const checked = await checkAuthorizationRequest({ db }, { query, poolId })
  switch (checked.kind) {
    case 'page':
      return checked
    case 'redirect':
      return { kind: 'signed-out', userPoolId, to: checked.to }
    case 'valid':
      return { kind: 'signed-out', userPoolId, to: loginUrl(query) }
  }
}
