import { settleAliases } from '#flows/profile/settle-aliases'
import type { Clock } from '#foundation/clock'
import { attributeRequired } from '#foundation/exceptions/attributes'
import type { CognitoException } from '#foundation/exceptions/exception'
import { missingRequiredAttributes } from '#records/app-clients/attribute-access'
import type { UserPool } from '#records/user-pools/user-pool'
import { aliasesOf } from '#records/users/attributes'
import type { Alias, StoredPassword, User, UserStatus } from '#records/users/user'
import { findUserByAlias, findUserBySub, insertUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import type { AccountNames } from './account-names.ts'

/** A user as asked for, before anything is stored. */
export interface NewAccount extends AccountNames {
  readonly sub: string
  readonly status: UserStatus
}

/** What to throw when the name of a new user has another owner. */
export type NameTaken = (kind: Alias['kind']) => CognitoException

/**
 * What can be refused at once, before the slow work on the password. The transaction looks again.
 * @throws InvalidParameterException for a required attribute that is missing; what `taken` makes for a name that has an owner.
 */
export async function mustBeCreatable(
  { db }: { db: Database },
  { pool, account, taken }: { pool: UserPool; account: NewAccount; taken: NameTaken },
): Promise<void> {
  const [missing] = missingRequiredAttributes(pool, account.attributes)
  if (missing !== undefined) throw attributeRequired(missing)
  const names = aliasesOf(pool, { username: account.username, attributes: {} })
  const byAttribute = names.length > 0 ? names : aliasesOf(pool, account)
  for (const { alias, kind } of byAttribute) {
    if (await findUserByAlias(db, { userPoolId: pool.id, alias })) throw taken(kind)
  }
  // A sub is looked for like a name: whoever took another's sub as username would stand in the way.
  if (account.username !== account.sub && (await findUserBySub(db, { userPoolId: pool.id, sub: account.username }))) {
    throw taken('username')
  }
}

/**
 * Stores a new user with the sign-in names, and in the same transaction what `also` stores: a code and message that were prepared
 * before.
 * @throws what `taken` makes, AliasExistsException
 */
export async function createAccount(
  { clock, db }: { clock: Clock; db: Database },
  of: {
    pool: UserPool
    account: NewAccount
    password: StoredPassword
    taken: NameTaken
    takeOver?: boolean
    also: (transaction: Database) => Promise<void>
  },
): Promise<User> {
  const { pool, account, password, taken, takeOver = false, also } = of
  const now = clock.now()
  const user: User = {
    ...account,
    userPoolId: pool.id,
    enabled: true,
    password,
    createdAt: now,
    updatedAt: now,
  }
  return await inTransaction(db, async (transaction) => {
    await insertUser(transaction, user)
    await settleAliases(transaction, { pool, before: undefined, after: user, takeOver, usernameTaken: taken, now })
    await also(transaction)
    return user
  })
}

/** Attributes with a value: an empty one says that there is none. */
export const withValues = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''))
