import type { Database } from '#storage/database'
import { heldForChange, isStorable } from '#storage/dialect'
import { prepared } from '#storage/prepared'
import type { UserTable } from '#storage/tables/users'
import type { Alias, Attributes, User, UserStatus } from './user.ts'

const bySub = prepared<{ sub: string }, UserTable>((db, parameter) =>
  db.selectFrom('users').selectAll().where('sub', '=', parameter('sub')),
)

const byAlias = prepared<{ userPoolId: string; alias: string }, UserTable>((db, parameter) =>
  db
    .selectFrom('user_aliases')
    .innerJoin('users', 'users.sub', 'user_aliases.sub')
    .selectAll('users')
    .where('user_aliases.user_pool_id', '=', parameter('userPoolId'))
    .where('user_aliases.alias', '=', parameter('alias')),
)

/** Finds a user by sub. The pool is checked too, so that no pool can access another pool's users. */
export async function findUserBySub(
  db: Database,
  { userPoolId, sub }: { userPoolId: string; sub: string },
): Promise<User | undefined> {
  const [row] = await bySub(db, { sub })
  return row?.user_pool_id === userPoolId ? fromRow(row) : undefined
}

/** Finds a user by any sign-in name. The caller folds the name (`foldName`). */
export async function findUserByAlias(
  db: Database,
  { userPoolId, alias }: { userPoolId: string; alias: string },
): Promise<User | undefined> {
  if (!isStorable(alias)) return undefined
  const [row] = await byAlias(db, { userPoolId, alias })
  return row && fromRow(row)
}

/**
 * Reads the user and holds the row until the transaction ends; undefined when the user is deleted. Call it before every
 * change that depends on the current state.
 */
export async function holdUser(transaction: Database, sub: string): Promise<User | undefined> {
  const query = transaction.selectFrom('users').selectAll().where('sub', '=', sub)
  const row = await heldForChange(transaction, query).executeTakeFirst()
  return row && fromRow(row)
}

export async function insertUser(db: Database, user: User): Promise<void> {
  await db.insertInto('users').values(toRow(user)).execute()
}

/** Gives a sign-in name to a user; false when another user has it. Idempotent. */
export async function claimAlias(
  db: Database,
  { userPoolId, sub, alias, kind }: Alias & { userPoolId: string; sub: string },
): Promise<boolean> {
  const [row] = await db
    .insertInto('user_aliases')
    .values({ user_pool_id: userPoolId, alias, sub, kind })
    // An update without a change makes PostgreSQL and SQLite return the existing row, so one statement finds the owner.
    .onConflict((conflict) => conflict.columns(['user_pool_id', 'alias']).doUpdateSet({ alias }))
    .returning(['sub', 'kind'])
    .execute()
  return row?.sub === sub
}

/** Takes the sign-in name of one kind from a user. A user has at most one of each kind. */
export async function releaseAlias(
  db: Database,
  { userPoolId, sub, kind }: { userPoolId: string; sub: string; kind: Alias['kind'] },
): Promise<void> {
  await db
    .deleteFrom('user_aliases')
    .where('user_pool_id', '=', userPoolId)
    .where('sub', '=', sub)
    .where('kind', '=', kind)
    .execute()
}

/**
 * Writes a changed user. With `from`, it writes only if the user still has that status. So a change of status happens
 * only once.
 * @returns whether the user was written.
 */
export async function replaceUser(db: Database, user: User, { from }: { from?: UserStatus } = {}): Promise<boolean> {
  const { sub, user_pool_id: _pool, username: _username, created_at: _created, ...changes } = toRow(user)
  const result = await db
    .updateTable('users')
    .set(changes)
    .where('sub', '=', sub)
    .$if(from !== undefined, (query) => query.where('status', '=', from ?? ''))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Deletes a user and all aliases, tokens, sessions and codes of the user; false when there is no such user. */
export async function deleteUser(db: Database, sub: string): Promise<boolean> {
  const result = await db.deleteFrom('users').where('sub', '=', sub).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** The exact number of users. AWS returns only an estimate. */
export async function countUsers(db: Database, userPoolId: string): Promise<number> {
  const row = await db
    .selectFrom('users')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('user_pool_id', '=', userPoolId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export function fromRow(row: UserTable): User {
  return {
    sub: row.sub,
    userPoolId: row.user_pool_id,
    username: row.username,
    status: row.status as UserStatus,
    enabled: row.enabled === 1,
    attributes: JSON.parse(row.attributes) as Attributes,
    password:
      row.password_hash !== null && row.srp_salt !== null && row.sealed_srp_verifier !== null
        ? {
            hash: row.password_hash,
            srpSalt: row.srp_salt,
            sealedSrpVerifier: row.sealed_srp_verifier,
            expiresAt: row.temporary_password_expires_at ?? undefined,
          }
        : undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toRow(user: User): UserTable {
  return {
    sub: user.sub,
    user_pool_id: user.userPoolId,
    username: user.username,
    status: user.status,
    enabled: user.enabled ? 1 : 0,
    attributes: JSON.stringify(user.attributes),
    password_hash: user.password?.hash ?? null,
    srp_salt: user.password?.srpSalt ?? null,
    sealed_srp_verifier: user.password?.sealedSrpVerifier ?? null,
    temporary_password_expires_at: user.password?.expiresAt ?? null,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  }
}
