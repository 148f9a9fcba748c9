import type { Clock } from '#foundation/clock'
import { verifyRequest } from '#foundation/crypto/sigv4'

/** What it takes to know who signed a request. */
export interface CallerSettings {
  clock: Clock
  /** The secret of an active access key. */
  findSecret(accessKeyId: string): Promise<string | undefined>
  region: string
}

export interface SignedRequest {
  method: string
  /** Path and query, raw. */
  url: string
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  body: Uint8Array
}

/**
 * The access key that signed a request to an `iam` operation. Requests to other operations may be signed or not, well or
 * badly: some SDKs sign everything, so nobody looks.
 * @throws MissingAuthenticationToken, IncompleteSignature, InvalidSignature or UnrecognizedClient exceptions
 */
export function verifyCaller(settings: CallerSettings, request: SignedRequest): Promise<{ accessKeyId: string }> {
  const [path = '/', ...query] = request.url.split('?')
  return verifyRequest(
    { ...settings, service: 'cognito-idp' },
    { method: request.method, path, query: query.join('?'), headers: request.headers, body: request.body },
  )
}
