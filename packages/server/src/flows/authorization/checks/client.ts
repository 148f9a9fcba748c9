import type { AppClient } from '#records/app-clients/app-client'
import { findAppClient } from '#records/app-clients/app-clients'
import { allowsOAuth } from '#records/app-clients/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import type { Parameters } from '../parameters.ts'
import { PageRefusal } from './verdict.ts'

/** Checks that the app client exists, belongs to the pool of the domain, and may use OAuth. */
export async function checkClient(
  { db }: { db: Database },
  { parameters, poolId }: { parameters: Parameters; poolId: string | undefined },
): Promise<{ pool: UserPool; client: AppClient }> {
  const clientId = parameters.get('client_id')
  const client = clientId === undefined ? undefined : await findAppClient(db, clientId)
  const pool = client && (await findUserPool(db, client.userPoolId))
  if (!client || !pool || (poolId !== undefined && poolId !== pool.id)) throw new PageRefusal('client_not_found')
  if (!allowsOAuth(client)) throw new PageRefusal('unauthorized_client')
  return { pool, client }
}
