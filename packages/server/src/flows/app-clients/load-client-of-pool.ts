import { clientNotFound } from '#foundation/exceptions/resources'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Database } from '#storage/database'
import { loadAppClient } from './app-client-access.ts'

/** The client of an id in a pool, for operators. @throws ResourceNotFoundException also for a client of another pool. */
export async function loadClientOfPool(
  services: { db: Database },
  { UserPoolId, ClientId }: { UserPoolId: string; ClientId: string },
): Promise<{ pool: UserPool; client: AppClient }> {
  const found = await loadAppClient(services, ClientId)
  if (found.pool.id !== UserPoolId) throw clientNotFound(ClientId)
  return found
}
