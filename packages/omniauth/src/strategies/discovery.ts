import type { JsonObject } from '#auth-hash'
import { isJsonObject, parseExactJson } from '#exact-json'
import { invalidCredentials } from '#failure'
import type { ProviderHttp } from '#provider-http'
import { isWebUrl } from './oauth2-generic-options.ts'
import { isJsonType } from './oauth2-token.ts'

export interface DiscoveredProvider {
  readonly issuer: string
  readonly jwksUri: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly userInfoUrl: string
}

/**
 * Asks an issuer for its metadata. An answer that names another issuer is refused before anything in it is used.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation
 */
export async function discover(http: ProviderHttp, issuer: string): Promise<DiscoveredProvider> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const answer = await http.send(url, { method: 'GET' })
  const document = answer.status === 200 && isJsonType(answer.mediaType) ? parseExactJson(answer.text) : undefined
  if (!isJsonObject(document))
    throw invalidCredentials(`The issuer's discovery document was answered with ${answer.status}`)
  if (document['issuer'] !== issuer)
    throw invalidCredentials('The discovery document names another issuer than the configured one')
  return {
    issuer,
    jwksUri: address(document, 'jwks_uri', issuer),
    authorizeUrl: address(document, 'authorization_endpoint', issuer),
    tokenUrl: address(document, 'token_endpoint', issuer),
    userInfoUrl: address(document, 'userinfo_endpoint', issuer),
  }
}

/** An endpoint; where the issuer is reached over TLS, so must its endpoints be. */
function address(document: JsonObject, member: string, issuer: string): string {
  const value = document[member]
  const safe =
    typeof value === 'string' && isWebUrl(value) && (value.startsWith('https:') || issuer.startsWith('http:'))
  if (!safe) throw invalidCredentials(`The discovery document has no usable ${member}`)
  return value
}
