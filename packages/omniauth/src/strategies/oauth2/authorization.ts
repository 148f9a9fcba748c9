import { base64url, hex, sha256 } from '#core/encoding'
import { invalidCredentials, OmniauthError } from '#core/failure'

/**
 * The authorization URL: parameters sorted by name, spaces as `%20`, as the Ruby client sends them. The URL keeps its
 * own query. Parameters without a value are omitted.
 */
export function authorizationUrl(endpoint: string, params: Readonly<Record<string, string | undefined>>): string {
  const [address = '', query = ''] = endpoint
    .split('#', 1)
    .join('')
    .split(/\?(.*)/s)
  const all = [...new URLSearchParams(query)].filter(([name]) => params[name] === undefined)
  for (const [name, value] of Object.entries(params)) if (value !== undefined) all.push([name, value])
  all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `${address}?${all.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&')}`
}

function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${hex(new TextEncoder().encode(letter)).toUpperCase()}`,
  )
}

/** A new PKCE pair. @see https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
export async function pkcePair(
  randomBytes: (length: number) => Uint8Array,
): Promise<{ verifier: string; challenge: string }> {
  const verifier = hex(randomBytes(64))
  return { verifier, challenge: base64url(await sha256(verifier)) }
}

/**
 * Returns the code of a callback, or throws the provider's error as the failure type. Call it after the state check:
 * until then, an attacker may have written these parameters.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
 */
export function authorizationCode(params: URLSearchParams): string {
  for (const name of ['code', 'error', 'iss']) {
    if (params.getAll(name).length > 1) throw invalidCredentials(`The callback carries ${name} more than once`)
  }
  const error = params.get('error_reason') || params.get('error')
  if (error) {
    const parts = [
      params.get('error'),
      params.get('error_description') || params.get('error_reason'),
      params.get('error_uri'),
    ]
    throw new OmniauthError(failureType(error), providerText(parts))
  }
  const code = params.get('code')
  if (!code) throw invalidCredentials('The callback carries neither a code nor an error')
  return code
}

/**
 * Error codes are words (RFC 6749 4.1.2.1). Any other text is dropped, because the failure type is part of URLs and
 * pages.
 */
export function failureType(error: string): string {
  return /^[\w.:/-]{1,100}$/.test(error) ? error : 'invalid_credentials'
}

/**
 * The provider's description of an error, for a log line and a page: the non-empty parts joined, limited in length,
 * without control and direction characters and without the secrets that the provider got. A page must still escape it.
 */
export function providerText(parts: readonly unknown[], secrets: readonly string[] = []): string {
  const present = parts.filter((part) => typeof part === 'string' && part !== '').join(' | ')
  const written = secrets.filter(Boolean).flatMap((secret) => [secret, encodeURIComponent(secret)])
  const safe = written.reduce((text, secret) => text.replaceAll(secret, '[secret]'), present)
  return safe.replace(/\p{C}/gu, ' ').slice(0, 500)
}
