import { foldName } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Database } from '#storage/database'
import type { User } from './user.ts'
import { findUserByAlias, findUserBySub } from './users.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Finds a user by a typed name: username, verified alias or sub. Case counts only in a case-sensitive pool. */
export async function findUserByName(db: Database, pool: UserPool, name: string): Promise<User | undefined> {
  const byAlias = await findUserByAlias(db, { userPoolId: pool.id, alias: foldName(pool, name) })
  if (byAlias || !uuid.test(name)) return byAlias
  return await findUserBySub(db, { userPoolId: pool.id, sub: name })
}
