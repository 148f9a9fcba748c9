import { constantTimeEqual } from '#foundation/crypto/compare'
import type { Sealer } from '#foundation/crypto/seal'
import { secretHash as computeSecretHash } from '#foundation/crypto/secret-hash'
import { secretHashMissing, secretHashWrong } from '#foundation/exceptions/app-clients'
import { type AppClient, clientSecretContext } from '#records/app-clients/app-client'

/** The client's secret as plain text; undefined for a public client. */
export function revealClientSecret({ sealer }: { sealer: Sealer }, client: AppClient): string | undefined {
  return client.sealedSecret && sealer.open(client.sealedSecret, clientSecretContext(client.id))
}

/** Whether the secret is the client's. A public client must send none. */
export function verifyClientSecret(
  services: { sealer: Sealer },
  { client, secret }: { client: AppClient; secret: string | undefined },
): boolean {
  const expected = revealClientSecret(services, client)
  if (expected === undefined || secret === undefined) return expected === secret
  return constantTimeEqual(expected, secret)
}

/**
 * Checks SECRET_HASH for a client that has a secret.
 * @param usernames the names that the hash may contain: the name in the request, and where AWS accepts it, the user's
 *   username.
 * @throws NotAuthorizedException when it is missing, wrong, or sent for a public client.
 */
export function verifySecretHash(
  services: { sealer: Sealer },
  {
    client,
    usernames,
    secretHash,
  }: { client: AppClient; usernames: readonly string[]; secretHash: string | undefined },
): void {
  const clientSecret = revealClientSecret(services, client)
  if (clientSecret === undefined) {
    if (secretHash !== undefined) throw secretHashWrong(client.id)
    return
  }
  if (secretHash === undefined) throw secretHashMissing(client.id)
  const matches = usernames.filter((username) =>
    constantTimeEqual(computeSecretHash({ username, clientId: client.id, clientSecret }), secretHash),
  )
  if (matches.length === 0) throw secretHashWrong(client.id)
}
