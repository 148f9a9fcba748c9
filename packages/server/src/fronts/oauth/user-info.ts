import type { Parameters } from '#flows/authorization/parameters'
import { poolIdOfHost } from '#flows/authorization/pool-of-host'
import { authenticateAccessToken, type TokenHolder } from '#flows/tokens/authenticate-access-token'
import { scopedAttributes } from '#flows/tokens/claims'
import type { KeyRing } from '#flows/tokens/key-ring'
import type { Clock } from '#foundation/clock'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { bearerError, refusedAs } from './errors.ts'

const badRequest = () => bearerError('invalid_request', 'Bad OAuth2 request at UserInfo Endpoint')
const badToken = () =>
  bearerError('invalid_token', 'Access token is expired, disabled, or deleted, or the user has globally signed out.')

/**
 * `/oauth2/userInfo`: the attributes of the user that the token's scopes allow.
 * @param request.form the form of a POST. A token in the query is never used, but refused.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
 */
export async function userInfo(
  services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; keyRing: KeyRing },
  request: { query: Parameters; form: Parameters; authorization: string | undefined; host: string | undefined },
): Promise<Record<string, string>> {
  const token = bearerToken(request)
  const holder = await refusedAs(badToken, () => authenticateAccessToken(services, { token }))
  const poolId = await poolIdOfHost(services, request.host)
  if (poolId !== undefined && poolId !== holder.pool.id) throw badToken()
  const scopes = holder.claims.scope.split(' ')
  if (!scopes.includes('openid')) throw bearerError('invalid_token', 'Access token does not contain openid scope')
  return claimsOf(holder, scopes)
}

/** The token in the header or in the body, but not in both. @see https://www.rfc-editor.org/rfc/rfc6750#section-2 */
function bearerToken({
  query,
  form,
  authorization,
}: {
  query: Parameters
  form: Parameters
  authorization: string | undefined
}): string {
  const inHeader = authorization === undefined ? undefined : /^bearer +(\S+)$/i.exec(authorization)?.[1]
  const inBody = form.get('access_token')
  const isMisplaced = query.get('access_token') !== undefined || query.repeated.has('access_token')
  const isDoubled = authorization !== undefined && inBody !== undefined
  const token = inHeader ?? inBody
  if (token === undefined || isMisplaced || isDoubled || form.repeated.size > 0) throw badRequest()
  return token
}

/** All values are text, as in Cognito, including `email_verified` and `phone_number_verified`. */
function claimsOf({ client, user }: TokenHolder, scopes: readonly string[]): Record<string, string> {
  return {
    ...scopedAttributes({ client, user, scopes }),
    sub: user.sub,
    username: user.username,
    ...(client.extensions.userInfoId ? { id: user.sub } : {}),
  }
}
