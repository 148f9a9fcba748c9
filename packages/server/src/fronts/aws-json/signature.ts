import type { FastifyRequest } from 'fastify'
import type { Clock } from '#foundation/clock'
import { verifyRequest } from '#foundation/crypto/sigv4'
import type { Needs } from '#foundation/needs'
import { findAccessKeySecret } from '#records/access-keys/access-keys'
import type { IssuerSettings } from '#records/user-pools/issuer'

/**
 * The access key that signed a request to an `iam` operation. For other operations, signatures are ignored: some SDKs sign every
 * request, and not all of them do it correctly.
 * @param of.body the raw bytes
 * @throws MissingAuthenticationToken, IncompleteSignature, InvalidSignature or UnrecognizedClient exceptions
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function verifySignature(
  services: { clock: Clock; issuerSettings: Pick<IssuerSettings, 'region'> } & Needs<typeof findAccessKeySecret>,
  { request, body }: { request: Pick<FastifyRequest, 'method' | 'url' | 'headers'>; body: Uint8Array },
): Promise<{ accessKeyId: string }> {
  const { method, url, headers } = request
  const [path = '/', ...query] = url.split('?')
  return verifyRequest(
    {
      clock: services.clock,
      findSecret: (id) => findAccessKeySecret(services, id),
      region: services.issuerSettings.region,
      service: 'cognito-idp',
    },
    { method, path, query: query.join('?'), headers, body },
  )
}
