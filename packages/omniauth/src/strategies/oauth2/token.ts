import type { AuthCredentials, JsonObject, JsonValue } from '#core/auth-hash'
import { base64, utf8Bytes } from '#core/encoding'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { invalidCredentials, OmniauthError } from '#core/failure'
import type { ProviderAnswer, ProviderHttp } from '#core/provider-http'
import { failureType, providerText } from './authorization.ts'

export interface TokenRequest {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /**
   * `basic_auth`: HTTP Basic with the raw `id:secret`, as the Ruby client (oauth2 2.x) and Cognito do it. RFC 6749
   * 2.3.1 form-encodes both first. The result differs only if they have characters other than letters, digits and
   * `-._`. `request_body`: both in the form.
   */
  readonly authScheme: 'basic_auth' | 'request_body'
  readonly params: Readonly<Record<string, string | undefined>>
  /** Further headers that the provider requires. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export interface TokenAnswer {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
  readonly expiresInSeconds: number | undefined
}

/**
 * Exchanges a code or a refresh token. If the provider refuses a code, the failure is `invalid_credentials`. If it
 * refuses a refresh token, its error is the failure type, so that the caller knows whether the token is still valid.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export async function requestToken(http: ProviderHttp, request: TokenRequest): Promise<TokenAnswer> {
  const answer = await http.send(request.tokenUrl, { method: 'POST', ...tokenForm(request) })
  return judgeToken(answer, {
    secrets: secretsOf(request),
    keepsError: request.params['grant_type'] === 'refresh_token',
  })
}

/** Secrets that a provider could repeat in its error description, which is logged and shown. */
function secretsOf({ clientId, clientSecret, params }: TokenRequest): string[] {
  const names = ['code', 'code_verifier', 'refresh_token']
  return [basic(clientId, clientSecret), clientSecret, ...names.map((name) => params[name] ?? '')]
}

function basic(clientId: string, clientSecret: string): string {
  return base64(utf8Bytes(`${clientId}:${clientSecret}`))
}

/** The form with the client authentication, in the form or in a header. */
export function tokenForm(request: Omit<TokenRequest, 'tokenUrl'>): { headers: Record<string, string>; body: string } {
  const { clientId, clientSecret, authScheme } = request
  const inBody = authScheme === 'request_body' ? { client_id: clientId, client_secret: clientSecret } : {}
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...request.params, ...inBody })) {
    if (value !== undefined) form.append(name, value)
  }
  form.sort()
  const headers: Record<string, string> = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' }
  if (authScheme === 'basic_auth') headers['authorization'] = `Basic ${basic(clientId, clientSecret)}`
  return { headers, body: form.toString() }
}

/**
 * Reads a token answer as JSON or as a form; only the content type decides. Anything but a usable bearer token is
 * `invalid_credentials`. The secrets are removed from the provider's error description.
 */
export function judgeToken(
  answer: ProviderAnswer,
  { secrets, keepsError }: { secrets: readonly string[]; keepsError: boolean },
): TokenAnswer {
  const fields = fieldsOf(answer)
  const ok = answer.status >= 200 && answer.status < 300
  if (!ok || fields === undefined || fields['error'] !== undefined) {
    const description = providerText([errorOf(fields), fields?.['error_description']], secrets)
    const error = fields?.['error']
    if (keepsError && typeof error === 'string') throw new OmniauthError(failureType(error), description)
    throw invalidCredentials(description || `The token endpoint answered ${answer.status} ${answer.mediaType}`.trim())
  }
  const accessToken = fields['access_token']
  if (typeof accessToken !== 'string' || !isHeaderText(accessToken)) {
    throw invalidCredentials('The token endpoint gave no usable access token')
  }
  const type = fields['token_type'] ?? 'bearer'
  // The client must not use a token type that it does not know, such as DPoP (RFC 6749 7.1).
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    throw invalidCredentials('The token endpoint gave a token that is not a bearer token')
  const seconds = Number(fields['expires_in'] ?? 0)
  return {
    accessToken,
    refreshToken: textOf(fields['refresh_token']),
    idToken: textOf(fields['id_token']),
    expiresInSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : undefined,
  }
}

/** The credentials of the auth hash. As in OmniAuth, they have the refresh token only if the access token expires. */
export function credentialsOf(token: TokenAnswer, now: number): AuthCredentials {
  const { accessToken, refreshToken, expiresInSeconds } = token
  if (expiresInSeconds === undefined) return { token: accessToken, expires: false }
  return {
    token: accessToken,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    expires: true,
    expires_at: Math.floor(now / 1000 + expiresInSeconds),
  }
}

export function isJsonType(mediaType: string): boolean {
  return mediaType === 'application/json' || /^application\/[\w.-]+\+json$/.test(mediaType)
}

function fieldsOf({ mediaType, text }: ProviderAnswer): JsonObject | undefined {
  if (mediaType === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text))
  if (!isJsonType(mediaType)) return undefined
  const document = parseExactJson(text)
  return isJsonObject(document) ? document : undefined
}

/** The error as RFC 6749 defines it, or as Facebook sends it: a hash with a message. */
function errorOf(fields: JsonObject | undefined): JsonValue | undefined {
  const error = fields?.['error']
  return isJsonObject(error) ? error['message'] : error
}

/** Whether a text is valid in an Authorization header. */
export function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
