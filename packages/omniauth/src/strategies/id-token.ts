import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { constantTimeEqual } from '#encoding'
import { invalidCredentials, OmniauthError } from '#failure'
import type { ProviderHttp } from '#provider-http'

export interface IdTokenExpectations {
  readonly issuer: string
  readonly clientId: string
  readonly nonce: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** The issuer's keys, fetched through the given http when they are first needed, and again when a token names an unknown one. */
export function remoteKeys(http: ProviderHttp, jwksUri: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: async (url) => {
      const { status, mediaType, text } = await http.send(url, { method: 'GET' })
      return new Response(text, { status, headers: { 'content-type': mediaType } })
    },
  })
}

/**
 * Validates an ID token: signature, issuer, audience, lifetime, nonce, and Cognito's `token_use`.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export async function verifyIdToken(
  keys: JWTVerifyGetKey,
  idToken: string,
  expected: IdTokenExpectations,
): Promise<JWTPayload & { sub: string }> {
  const { issuer, clientId, nonce, now } = expected
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: clientId,
      algorithms: ['RS256'],
      requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
      currentDate: new Date(now),
      clockTolerance: 60,
    })
    const { sub } = payload
    if (typeof sub !== 'string' || sub.trim() === '') throw invalidCredentials('The ID token names nobody')
    if (!constantTimeEqual(String(payload['nonce']), nonce)) throw invalidCredentials('The ID token has another nonce')
    if (Array.isArray(payload.aud) && payload.aud.length > 1 && payload['azp'] !== clientId) {
      throw invalidCredentials('The ID token was issued to another client')
    }
    if ('token_use' in payload && payload['token_use'] !== 'id')
      throw invalidCredentials('The token is not an ID token')
    return { ...payload, sub }
  } catch (thrown) {
    if (thrown instanceof OmniauthError) throw thrown
    if (thrown instanceof errors.JOSEError)
      throw invalidCredentials(`The ID token is not valid (${thrown.code})`, thrown)
    throw thrown
  }
}
