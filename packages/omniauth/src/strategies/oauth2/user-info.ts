import type { JsonObject, JsonValue } from '#core/auth-hash'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { invalidCredentials } from '#core/failure'
import type { ProviderAnswer, ProviderHttp } from '#core/provider-http'
import { isJsonType } from './token.ts'

export interface TokenHolderRequest {
  readonly url: string
  readonly accessToken: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Fetches the user info document: a JSON object, sent as JSON. HTML, a JWT, a list or plain text is refused. Ruby's
 * strategy accepts some of these and searches the text.
 */
export async function fetchUserInfo(http: ProviderHttp, userInfoUrl: string, accessToken: string): Promise<JsonObject> {
  return userInfoOf(await askAsHolder(http, { url: userInfoUrl, accessToken }))
}

/** Sends a request with the access token. @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export function askAsHolder(
  http: ProviderHttp,
  { url, accessToken, headers }: TokenHolderRequest,
): Promise<ProviderAnswer> {
  return http.send(url, { method: 'GET', headers: { ...headers, authorization: `Bearer ${accessToken}` } })
}

export function userInfoOf(answer: ProviderAnswer): JsonObject {
  const document = documentOf(answer)
  if (!isJsonObject(document)) {
    throw invalidCredentials(`The user info endpoint answered ${answer.status} ${answer.mediaType}`.trim())
  }
  return document
}

/** The JSON of a successful answer with a JSON content type. Undefined for any other answer. */
export function documentOf({ status, mediaType, text }: ProviderAnswer): JsonValue | undefined {
  return status === 200 && isJsonType(mediaType) ? parseExactJson(text) : undefined
}
