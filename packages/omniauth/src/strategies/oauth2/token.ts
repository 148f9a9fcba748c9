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
   * `basic_auth`: HTTP Basic over the raw `id:secret`, as the Ruby client (oauth2 2.x) and Cognito have it; RFC 6749 2.3.1 would form-encode
   * both first, which makes a difference only for other characters than letters, digits and `-._`. `request_body`: both in the form.
   */
  readonly authScheme: 'basic_auth' | 'request_body'
  readonly params: Readonly<Record<string, string | undefined>>
  /** What the provider wants to be told beside the form. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export interface TokenAnswer {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
  readonly expiresInSeconds: number | undefined
}

/**
 * Exchanges a code or a refresh token. What the provider says against a code is `invalid_credentials`; against a refresh token its error is the failure's type, which says
 * whether the token is spent.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export async function requestToken(http: ProviderHttp, request: TokenRequest): Promise<TokenAnswer> {
  const answer = await http.send(request.tokenUrl, { method: 'POST', ...tokenForm(request) })
  return judgeToken(answer, {
    secrets: secretsOf(request),
    keepsError: request.params['grant_type'] === 'refresh_token',
  })
}

/** What a provider was sent and might send back in what it says about an error, which is logged and shown. */
function secretsOf({ clientId, clientSecret, params }: TokenRequest): string[] {
  const names = ['code', 'code_verifier', 'refresh_token']
  return [basic(clientId, clientSecret), clientSecret, ...names.map((name) => params[name] ?? '')]
}

function basic(clientId: string, clientSecret: string): string {
  return base64(utf8Bytes(`${clientId}:${clientSecret}`))
}

/** The form with what authenticates the client, in it or in a header beside it. */
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
 * Reads a token answer, JSON or form by its content type alone; anything but a usable bearer token is `invalid_credentials`. The secrets are
 * left out of what the provider says about its error.
 */
export function judgeToken(
  answer: ProviderAnswer,
  { secrets, keepsError }: { secrets: readonly string[]; keepsError: boolean },
): TokenAnswer {
  const fields = fieldsOf(answer)
  const ok = answer.status >= 200 && answer.status < 300
  if (!ok || fields === undefined || fields['error'] !== undefined) {
    const told = providerText([errorOf(fields), fields?.['error_description']], secrets)
    const error = fields?.['error']
    if (keepsError && typeof error === 'string') throw new OmniauthError(failureType(error), told)
    throw invalidCredentials(told || `The token endpoint answered ${answer.status} ${answer.mediaType}`.trim())
  }
  const accessToken = fields['access_token']
  if (typeof accessToken !== 'string' || !isHeaderText(accessToken)) {
    throw invalidCredentials('The token endpoint gave no usable access token')
  }
  const type = fields['token_type'] ?? 'bearer'
  // A token of another type (such as DPoP's) proves nothing when it is sent as a bearer token. RFC 6749 7.1.
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    throw invalidCredentials('The token endpoint gave a token that is no bearer token')
  const seconds = Number(fields['expires_in'] ?? 0)
  return {
    accessToken,
    refreshToken: textOf(fields['refresh_token']),
    idToken: textOf(fields['id_token']),
    expiresInSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : undefined,
  }
}

/** The credentials of the auth hash. As in OmniAuth, a refresh token is told only beside an access token that expires. */
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

/** The error as RFC 6749 has it, or as Facebook does: a hash with a message. */
function errorOf(fields: JsonObject | undefined): JsonValue | undefined {
  const error = fields?.['error']
  return isJsonObject(error) ? error['message'] : error
}

/** What may stand in an Authorization header. */
export function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
