import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserByName } from '#records/users/sign-in-name'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'

/** Loads the user that an administrator names. @throws ResourceNotFoundException, UserNotFoundException */
export async function loadUser(
  { db }: { db: Database },
  { UserPoolId, Username }: { UserPoolId: string; Username: string },
): Promise<{ pool: UserPool; user: User }> {
  const pool = await loadUserPool({ db }, UserPoolId)
  const user = await findUserByName(db, pool, Username)
  if (!user) throw userDoesNotExist()
  return { pool, user }
}
