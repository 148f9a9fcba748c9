import { loadAppClient, verifySecretHash } from '#flows/app-clients/app-client-access'
import type { Sealer } from '#foundation/crypto/seal'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Database } from '#storage/database'

/**
 * The app client that a public operation names, once it has shown its secret hash for the username of this very request.
 * @throws ResourceNotFoundException, NotAuthorizedException
 */
export async function callingClient(
  services: { db: Database; sealer: Sealer },
  { ClientId, Username, SecretHash }: { ClientId: string; Username: string; SecretHash?: string | undefined },
): Promise<{ pool: UserPool; client: AppClient }> {
  const { pool, client } = await loadAppClient(services, ClientId)
  verifySecretHash(services, { client, usernames: [Username], secretHash: SecretHash })
  return { pool, client }
}
