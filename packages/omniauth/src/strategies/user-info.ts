import type { JsonObject } from '#auth-hash'
import { isJsonObject, parseExactJson } from '#exact-json'
import { invalidCredentials } from '#failure'
import type { ProviderHttp } from '#provider-http'
import { isJsonType } from './oauth2-token.ts'

/**
 * Fetches the user info document: a JSON object, sent as JSON. HTML, a JWT, a list or plain text is refused; Ruby's strategy takes some of
 * these for a success, and searches the text.
 */
export async function fetchUserInfo(http: ProviderHttp, userInfoUrl: string, accessToken: string): Promise<JsonObject> {
  const answer = await http.send(userInfoUrl, { method: 'GET', headers: { authorization: `Bearer ${accessToken}` } })
  const document = answer.status === 200 && isJsonType(answer.mediaType) ? parseExactJson(answer.text) : undefined
  if (!isJsonObject(document)) {
    throw invalidCredentials(`The user info endpoint answered ${answer.status} ${answer.mediaType}`.trim())
  }
  return document
}
