import type { Clock } from '#foundation/clock'
import { attributeRequired } from '#foundation/exceptions/attributes'
import type { CognitoException } from '#foundation/exceptions/exception'
import type { UserPool } from '#records/user-pools/user-pool'
import { aliasesOf, missingRequiredAttributes } from '#records/users/attributes'
import type { Alias, StoredPassword, User, UserStatus } from '#records/users/user'
import { findUserByAlias, findUserBySub, insertUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import type { AccountNames } from './account-names.ts'
import { settleAliases } from './settle-aliases.ts'

/** A user as asked for, before anything is stored. */
export interface NewAccount extends AccountNames {
  readonly sub: string
  readonly status: UserStatus
}

/** What to throw when the name of a new user has another owner. */
export type NameTaken = (kind: Alias['kind']) => CognitoException

/** What is stored with a new user. */
export interface PreparedAccount {
  readonly password: StoredPassword
  /** Stores what belongs to the account (a code, a message), in the transaction that stores the user. */
  store(transaction: Database): Promise<void>
}

/**
 * Makes a new user with the sign-in names.
 * @param of.prepare slow work, done outside the transaction and only for an account that can probably be made.
 * @throws InvalidParameterException for a required attribute that is missing; what `taken` makes for a name that has an owner;
 *   AliasExistsException
 */
export async function createAccount<Prepared extends PreparedAccount>(
  { clock, db }: { clock: Clock; db: Database },
  of: {
    pool: UserPool
    account: NewAccount
    taken: NameTaken
    takeOver?: boolean
    prepare(): Promise<Prepared>
  },
): Promise<{ user: User; prepared: Prepared }> {
  const { pool, account, taken, takeOver = false } = of
  await mustBeFree({ db }, of)
  const prepared = await of.prepare()
  const now = clock.now()
  const { password } = prepared
  const user: User = { ...account, userPoolId: pool.id, enabled: true, password, createdAt: now, updatedAt: now }
  // A unique index decides between two who want one name at the same time.
  return await inTransaction(db, async (transaction) => {
    await insertUser(transaction, user)
    await settleAliases(transaction, { pool, before: undefined, after: user, takeOver, usernameTaken: taken, now })
    await prepared.store(transaction)
    return { user, prepared }
  })
}

async function mustBeFree(
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
  // A sub is looked for like a name: a user who took another's sub as username would stand in the way.
  if (account.username !== account.sub && (await findUserBySub(db, { userPoolId: pool.id, sub: account.username }))) {
    throw taken('username')
  }
}

/** Attributes with a value: an empty one says that there is none. */
export const withValues = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''))
