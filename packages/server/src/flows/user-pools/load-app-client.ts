import { clientNotFound } from '#foundation/exceptions/resources'
import type { AppClient } from '#records/app-clients/app-client'
import { findAppClient } from '#records/app-clients/app-clients'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'

/** Loads a client and its pool. @throws ResourceNotFoundException when there is none. */
export async function loadAppClient(
  { db }: { db: Database },
  clientId: string,
): Promise<{ pool: UserPool; client: AppClient }> {
  const client = await findAppClient(db, clientId)
  const pool = client && (await findUserPool(db, client.userPoolId))
  if (!client || !pool) throw clientNotFound(clientId)
  return { pool, client }
}

/**
 * Loads a client of a pool, for administrators.
 * @throws ResourceNotFoundException also for a client of another pool.
 */
export async function loadClientOfPool(
  services: { db: Database },
  { UserPoolId, ClientId }: { UserPoolId: string; ClientId: string },
): Promise<{ pool: UserPool; client: AppClient }> {
  const found = await loadAppClient(services, ClientId)
  if (found.pool.id !== UserPoolId) throw clientNotFound(ClientId)
  return found
}
