import { userPoolNotFound } from '#foundation/exceptions/resources'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'

/** Loads a pool. @throws ResourceNotFoundException when there is none. */
export async function loadUserPool({ db }: { db: Database }, userPoolId: string): Promise<UserPool> {
  const pool = await findUserPool(db, userPoolId)
  if (!pool) throw userPoolNotFound(userPoolId)
  return pool
}
