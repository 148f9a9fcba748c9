import { decodeJwt } from 'jose'
import {
  type AuthorizationServer,
  getValidatedIdTokenClaims,
  type IDToken,
  processRefreshTokenResponse,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  type TokenEndpointResponse,
} from 'oauth4webapi'
import type { AuthCredentials, JsonObject } from '#core/auth-hash'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { invalidCredentials } from '#core/failure'
import { credentialsOf, isHeaderText } from '../oauth2/token.ts'
import { clientFacts } from './client.ts'
import { jsonAnswer, judged, through } from './http.ts'
import type { OpenIdProvider } from './provider.ts'
import type { OpenIdScene } from './scene.ts'

/** A token answer with a validated ID token, and the token's claims. */
export interface ValidToken {
  readonly answer: TokenEndpointResponse
  readonly claims: JsonObject & { readonly sub: string }
}

/**
 * The last checks of an ID token with valid claims: its signature, with a key that the provider publishes for it, and a
 * `sub` that is not blank.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export async function validIdToken(
  { provider, server, services }: OpenIdScene,
  answer: TokenEndpointResponse,
  claims: IDToken | undefined,
): Promise<ValidToken> {
  if (claims === undefined || answer.id_token === undefined)
    throw invalidCredentials('The token endpoint gave no ID token')
  if (!isHeaderText(answer.access_token)) throw invalidCredentials('The token endpoint gave no usable access token')
  const signers = await server.keys.verify(services, answer.id_token)
  const valid: ValidToken['claims'] = { ...(claims as JsonObject), sub: claims.sub }
  if (!signers.every((key) => provider.keyServes?.(key, valid) ?? true))
    throw invalidCredentials('The ID token is signed with a key of another issuer')
  if (valid.sub.trim() === '') throw invalidCredentials('The ID token has a blank sub')
  return { answer, claims: valid }
}

/**
 * The issuer that the ID token of an answer must name. If the provider has one for each tenant, it depends on the
 * token.
 */
export async function issuerFor(
  provider: OpenIdProvider,
  { issuer }: AuthorizationServer,
  answer: Response,
): Promise<string> {
  if (provider.issuerOf === undefined) return issuer
  const document = parseExactJson(await answer.clone().text())
  const idToken = isJsonObject(document) ? document['id_token'] : undefined
  if (typeof idToken !== 'string') return issuer
  // The token is not validated yet. The result is only what the validated token must name.
  return provider.issuerOf(decodeJwt(idToken) as JsonObject) ?? issuer
}

/** The credentials of the auth hash, with the ID token for sign-out at the provider. */
export function openidCredentials(answer: TokenEndpointResponse, now: number): AuthCredentials {
  const { access_token, refresh_token, expires_in, id_token, scope } = answer
  const expiresInSeconds = expires_in !== undefined && expires_in > 0 ? expires_in : undefined
  const token = { accessToken: access_token, refreshToken: refresh_token, idToken: id_token, expiresInSeconds }
  return {
    ...credentialsOf(token, now),
    ...(id_token !== undefined && { id_token }),
    ...(scope !== undefined && { scope }),
  }
}

/**
 * Gets new tokens. If they include an ID token, it must be valid and about the same person as the held one.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse
 */
export async function refreshOpenId(
  scene: OpenIdScene,
  held: { refreshToken: string; idToken?: string | undefined },
): Promise<AuthCredentials> {
  const { provider, server, services } = scene
  const { metadata } = server
  const client = clientFacts(provider.client, services, provider.idTokenAlg)
  return judged('The answer to the refresh request', async () => {
    const authenticate = provider.client.authenticate(services, metadata)
    const call = through(services.http, metadata.issuer)
    const response = await refreshTokenGrantRequest(metadata, client, authenticate, held.refreshToken, call)
    await jsonAnswer('The token endpoint', response, {
      keepsError: true,
      secrets: [...provider.client.secrets, held.refreshToken],
    })
    const expected = { ...metadata, issuer: await issuerFor(provider, metadata, response) }
    const answer = await processRefreshTokenResponse(expected, client, response)
    if (!isHeaderText(answer.access_token)) throw invalidCredentials('The token endpoint gave no usable access token')
    if (answer.id_token !== undefined) {
      const { claims } = await validIdToken(scene, answer, getValidatedIdTokenClaims(answer))
      if (held.idToken !== undefined) samePerson(decodeJwt(held.idToken) as JsonObject, claims)
    }
    return openidCredentials(answer, services.clock())
  })
}

function samePerson(before: JsonObject, now: JsonObject): void {
  const differing = ['iss', 'sub'].find((claim) => before[claim] !== now[claim])
  if (differing !== undefined) throw invalidCredentials(`The new ID token has another ${differing} than the old one`)
}

/** Revokes a refresh token, if the provider has an endpoint for it. @see https://www.rfc-editor.org/rfc/rfc7009 */
export async function revokeOpenId({ provider, server, services }: OpenIdScene, token: string): Promise<void> {
  const { metadata } = server
  if (metadata.revocation_endpoint === undefined) return
  const client = clientFacts(provider.client, services)
  await judged('The revocation', async () => {
    const authenticate = provider.client.authenticate(services, metadata)
    const response = await revocationRequest(metadata, client, authenticate, token, {
      ...through(services.http, metadata.issuer),
      additionalParameters: { token_type_hint: 'refresh_token' },
    })
    if (response.status === 200) await processRevocationResponse(response)
    else await jsonAnswer('The revocation endpoint', response, { secrets: [...provider.client.secrets, token] })
  })
}
