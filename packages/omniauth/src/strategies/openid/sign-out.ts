import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { JsonObject } from '#core/auth-hash'
import { isJsonObject } from '#core/exact-json'
import { invalidRequest } from '#core/failure'
import type { OtherAnswer, OtherPhase } from '#core/strategy'
import { authorizationUrl } from '../oauth2/authorization.ts'
import { judged } from './http.ts'
import type { OpenIdScene } from './scene.ts'

/**
 * The URL that ends the session at the provider. Undefined if the provider has no such endpoint. Cognito uses
 * parameters of its own.
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export function openidSignOutUrl(
  { provider, server }: OpenIdScene,
  { returnTo, idToken, state }: { returnTo: string; idToken?: string; state?: string },
): string | undefined {
  const { endSessionUrl } = server
  if (endSessionUrl === undefined) return undefined
  const { clientId: client_id } = provider.client
  const place = provider.postLogoutRedirectUrl ?? returnTo
  if (provider.signOutDialect === 'cognito') return authorizationUrl(endSessionUrl, { client_id, logout_uri: place })
  return authorizationUrl(endSessionUrl, {
    client_id,
    post_logout_redirect_uri: place,
    id_token_hint: idToken,
    state,
  })
}

/** The maximum age of a logout token, and how far the provider's clock may be ahead. */
const maxAgeSeconds = 10 * 60
const toleranceSeconds = 60

/**
 * Receives a logout token: the provider has ended one session of a person, or all of them. The provider must have
 * signed it for this client, and recently: an old token is refused.
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#Validation
 */
export async function backchannelLogout(scene: OpenIdScene, { request, params }: OtherPhase): Promise<OtherAnswer> {
  const tokens = params.getAll('logout_token')
  const [token] = tokens
  if (request.method !== 'POST' || tokens.length !== 1 || !token)
    throw invalidRequest('Expected a POST with one logout_token')
  const claims = await judged('The logout token', async () => {
    await scene.server.keys.verify(scene.services, token)
    const type = decodeProtectedHeader(token).typ
    if (type !== undefined && !['logout+jwt', 'jwt'].includes(type.toLowerCase()))
      throw invalidRequest('The token is not a logout token')
    return decodeJwt(token) as JsonObject
  })
  const problem = problemOf(claims, scene)
  if (problem !== undefined) throw invalidRequest(`The logout token ${problem}`)
  const [subject, sid] = [text(claims['sub']), text(claims['sid'])]
  const uidIsSubject = scene.provider.uidOf === undefined
  return {
    response: new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } }),
    signedOut: {
      provider: scene.provider.config.name,
      ...(subject !== undefined && { subject, ...(uidIsSubject && { uid: subject }) }),
      ...(sid !== undefined && { sid }),
    },
  }
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** What is wrong with the claims of a logout token. Undefined if nothing is. */
function problemOf(claims: JsonObject, { provider, server, services }: OpenIdScene): string | undefined {
  const { iss, aud, iat, exp, events, nonce, sub, sid } = claims
  const now = services.clock() / 1000
  const issuer = provider.issuerOf?.(claims) ?? server.metadata.issuer
  const { clientId } = provider.client
  if (iss !== issuer) return 'has another issuer'
  if (!(Array.isArray(aud) ? aud : [aud]).includes(clientId)) return 'is for another client'
  if (typeof iat !== 'number' || iat > now + toleranceSeconds) return 'has no usable iat'
  if (now - iat > maxAgeSeconds) return 'is too old'
  if (exp !== undefined && (typeof exp !== 'number' || exp + toleranceSeconds <= now)) return 'has expired'
  if (nonce !== undefined) return 'has a nonce, so it is an ID token'
  if (text(claims['jti']) === undefined) return 'has no jti'
  if (!isJsonObject(events) || !isJsonObject(events[logoutEvent])) return 'has no logout event'
  if ((sub !== undefined && text(sub) === undefined) || (sid !== undefined && text(sid) === undefined))
    return 'has a sub or a sid that is not a text'
  return sub === undefined && sid === undefined ? 'has neither sub nor sid' : undefined
}

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined)
