import { conformingPassword, preparePassword } from '#flows/accounts/prepare-password'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { newSub } from '#foundation/ids'
import { aliasesOf } from '#records/users/attributes'
import type { User } from '#records/users/user'
import { claimAlias, insertUser } from '#records/users/users'
import type { TestPool } from './start-pool.ts'

export const password = 'Correct-horse-1'

let count = 0

/** Adds a user to the pool. By default the user is confirmed and has the password above and a new name. */
export async function addUser(
  { services, userPoolId }: TestPool,
  {
    expiresAt,
    plainPassword = password,
    ...changes
  }: Partial<User> & { expiresAt?: number; plainPassword?: string } = {},
): Promise<User> {
  const pool = await loadUserPool(services, userPoolId)
  const { clock, random, db } = services
  const sub = newSub(random)
  const username = changes.username ?? `user-${++count}`
  const stored = await preparePassword(services, {
    pool,
    sub,
    username,
    password: conformingPassword(pool, plainPassword),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  })
  const user: User = {
    sub,
    userPoolId,
    username,
    status: 'CONFIRMED',
    enabled: true,
    attributes: { email: `${username}@example.com`, email_verified: 'true' },
    password: stored,
    createdAt: clock.now(),
    updatedAt: clock.now(),
    ...changes,
  }
  await insertUser(db, user)
  for (const alias of aliasesOf(pool, user)) await claimAlias(db, { userPoolId, sub, ...alias })
  return user
}
