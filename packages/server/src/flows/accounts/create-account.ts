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

/** A requested user, before anything is stored. */
export interface NewAccount extends AccountNames {
  readonly sub: string
  readonly status: UserStatus
}

/** Makes the exception for a new user's name that another user already has. */
export type NameTaken = (kind: Alias['kind']) => CognitoException

/** What is stored with a new user. */
export interface PreparedAccount {
  readonly password: StoredPassword
  /** Stores what belongs to the account (a code, a message), in the transaction that stores the user. */
  store(transaction: Database): Promise<void>
}

/**
 * Creates a user with its sign-in names.
 * @param of.prepare slow work. It runs before the transaction, and only after a first check that the names are free.
 * @throws InvalidParameterException for a missing required attribute; the exception of `taken` for a name that another
 *   user has; AliasExistsException
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
  // When two requests want the same name at the same time, a unique index decides.
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
  // A sub works like a name at sign-in, so no user may take another user's sub as username.
  if (account.username !== account.sub && (await findUserBySub(db, { userPoolId: pool.id, sub: account.username }))) {
    throw taken('username')
  }
}
