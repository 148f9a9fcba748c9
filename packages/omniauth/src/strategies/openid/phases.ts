import {
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  customFetch,
  getValidatedIdTokenClaims,
  nopkce,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  skipStateCheck,
  userInfoRequest,
  validateAuthResponse,
} from 'oauth4webapi'
import type { AuthHash, JsonObject } from '#core/auth-hash'
import { hex } from '#core/encoding'
import { blankUid, invalidCredentials } from '#core/failure'
import { mediaType } from '#core/provider-http'
import type { CallbackPhase, Kept, RequestPhase } from '#core/strategy'
import { authorizationCode, authorizationUrl, pkcePair } from '../oauth2/authorization.ts'
import { usableUid } from '../oauth2/response-structure.ts'
import { clientFacts } from './client.ts'
import { jsonAnswer, judged, through } from './http.ts'
import type { OpenIdPerson, OpenIdProvider } from './provider.ts'
import type { OpenIdScene } from './scene.ts'
import { issuerFor, openidCredentials, type ValidToken, validIdToken } from './token.ts'

/** The authentication request. @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest */
export async function openidRequest(
  { provider, server, services }: OpenIdScene,
  { request, callbackUrl, state }: RequestPhase,
): Promise<{ location: string; keep: Kept }> {
  const { verifier, challenge } = await pkcePair(services.randomBytes)
  const nonce = hex(services.randomBytes(24))
  const location = authorizationUrl(server.authorizeUrl, {
    ...ownParams(provider, request),
    client_id: provider.client.clientId,
    redirect_uri: provider.redirectUrl ?? callbackUrl,
    response_type: 'code',
    response_mode: provider.responseMode,
    scope: provider.scope,
    max_age: provider.maxAge?.toString(),
    state,
    nonce,
    ...(provider.pkce && { code_challenge: challenge, code_challenge_method: 'S256' }),
  })
  return { location, keep: { nonce, ...(provider.pkce && { verifier }) } }
}

function ownParams(provider: OpenIdProvider, request: Request): Record<string, string | undefined> {
  const query = new URL(request.url).searchParams
  const given = provider.fromRequest.map((name): [string, string | undefined] => [name, query.get(name) ?? undefined])
  const configured = Object.entries(provider.authorizeParams).map(([name, value]): [string, string | undefined] => [
    name,
    typeof value === 'function' ? value(request) : value,
  ])
  return Object.fromEntries([...configured, ...given.filter(([, value]) => value !== undefined)])
}

/**
 * Turns a callback into the auth hash: redeems the code, validates the ID token, and fetches user info about the same
 * person.
 */
export async function openidCallback(scene: OpenIdScene, phase: CallbackPhase): Promise<AuthHash> {
  const { provider, services } = scene
  const token = await redeem(scene, phase)
  const { answer, claims } = token
  provider.judge?.(claims)
  const document = await userInfo(scene, token)
  const person: OpenIdPerson = { claims, document: document ?? claims, params: phase.params }
  const uid = provider.uidOf?.(person) ?? claims.sub
  if (usableUid(uid) === undefined) throw blankUid('The provider gave no usable uid')
  return {
    provider: provider.config.name,
    uid,
    info: provider.infoOf(person),
    credentials: openidCredentials(answer, services.clock()),
    extra: { raw_info: person.document, id_info: claims },
  }
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#TokenEndpoint */
async function redeem(scene: OpenIdScene, { params, kept, callbackUrl }: CallbackPhase): Promise<ValidToken> {
  const { provider, server, services } = scene
  const code = authorizationCode(params)
  const { nonce, verifier } = kept
  if (nonce === undefined || (provider.pkce && verifier === undefined))
    throw invalidCredentials('The sign-in has no nonce or no verifier')
  const { metadata } = server
  const client = clientFacts(provider.client, services, provider.idTokenAlg)
  const call = through(services.http, metadata.issuer)
  return judged('The answer of the provider', async () => {
    // The state is already checked before a strategy gets the callback. This checks the issuer (RFC 9207).
    const answered = validateAuthResponse(metadata, client, params, skipStateCheck)
    const response = await authorizationCodeGrantRequest(
      metadata,
      client,
      provider.client.authenticate(services, metadata),
      answered,
      provider.redirectUrl ?? callbackUrl,
      verifier ?? nopkce,
      { ...call, additionalParameters: { ...provider.tokenParams } },
    )
    await jsonAnswer('The token endpoint', response, { secrets: [...provider.client.secrets, code, verifier ?? ''] })
    const expected: AuthorizationServer = { ...metadata, issuer: await issuerFor(provider, metadata, response) }
    const answer = await processAuthorizationCodeResponse(expected, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
      ...(provider.maxAge !== undefined && { maxAge: provider.maxAge }),
    })
    return validIdToken(scene, answer, getValidatedIdTokenClaims(answer))
  })
}

/**
 * The user info document, which must be about the person of the ID token. Undefined if the strategy does not fetch one.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse
 */
async function userInfo(scene: OpenIdScene, { answer, claims }: ValidToken): Promise<JsonObject | undefined> {
  const { provider, server, services } = scene
  const { metadata, keys } = server
  if (provider.userInfo === false || metadata.userinfo_endpoint === undefined) return undefined
  const client = clientFacts(provider.client, services)
  return judged('The user info', async () => {
    const response = await askUserInfo(scene, answer.access_token)
    const isSigned = response.status === 200 && mediaType(response.headers) === 'application/jwt'
    if (isSigned) await keys.verify(services, await response.clone().text())
    else await jsonAnswer('The user info endpoint', response, { secrets: [answer.access_token] })
    const document = await processUserInfoResponse(metadata, client, claims.sub, response)
    return document as JsonObject
  })
}

function askUserInfo({ provider, server, services }: OpenIdScene, accessToken: string): Promise<Response> {
  const { metadata } = server
  const call = through(services.http, metadata.issuer)
  const { userinfo_endpoint: endpoint } = metadata
  if (provider.userInfo !== 'body' || endpoint === undefined)
    return userInfoRequest(metadata, clientFacts(provider.client, services), accessToken, call)
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  return call[customFetch](endpoint, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ access_token: accessToken }),
  })
}
