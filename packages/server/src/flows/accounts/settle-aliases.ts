import type { CognitoException } from '#foundation/exceptions/exception'
import { aliasExists } from '#foundation/exceptions/registration'
import { usernameAttributes } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { aliasesOf } from '#records/users/attributes'
import type { Alias, User } from '#records/users/user'
import { claimAlias, findUserByAlias, holdUser, releaseAlias, replaceUser } from '#records/users/users'
import type { Database } from '#storage/database'

/**
 * Adds and removes a user's sign-in names so that they match the attributes. Call it in the transaction that changes
 * the attributes.
 *
 * @param of.before undefined for a new user
 * @param of.takeOver take a verified e-mail or phone from another user, whose address is then no longer verified
 *   (`ForceAliasCreation`)
 * @param of.usernameTaken makes the exception for a new user's name that another user already has
 * @throws AliasExistsException when another user has the alias
 */
export async function settleAliases(
  transaction: Database,
  of: {
    pool: UserPool
    before: User | undefined
    after: User
    takeOver?: boolean
    usernameTaken?: (kind: Alias['kind']) => CognitoException
    now: number
  },
): Promise<void> {
  const { pool, before, after, takeOver = false, usernameTaken, now } = of
  const { sub, userPoolId } = after
  const old = before ? aliasesOf(pool, before) : []
  const wanted = aliasesOf(pool, after)
  const isAmong = (list: readonly Alias[], { kind, alias }: Alias): boolean =>
    list.some((one) => one.kind === kind && one.alias === alias)

  for (const { kind } of old.filter((alias) => !isAmong(wanted, alias))) {
    await releaseAlias(transaction, { userPoolId, sub, kind })
  }
  for (const alias of wanted.filter((one) => !isAmong(old, one))) {
    if (takeOver) await takeFromOwner(transaction, { pool, alias, sub, now })
    if (await claimAlias(transaction, { userPoolId, sub, ...alias })) continue
    const { kind } = alias
    if (usernameTaken && isUsername(pool, kind)) throw usernameTaken(kind)
    throw kind === 'username' ? aliasExists('preferred_username') : aliasExists(kind)
  }
}

const isUsername = (pool: UserPool, kind: Alias['kind']): boolean =>
  kind === 'username' || (kind !== 'preferred_username' && usernameAttributes(pool).includes(kind))

async function takeFromOwner(
  transaction: Database,
  of: { pool: UserPool; alias: Alias; sub: string; now: number },
): Promise<void> {
  const { pool, alias, sub, now } = of
  const { kind } = alias
  // Only an alias that a verified address gives may be taken. A chosen name or the only sign-in name stays with its
  // user.
  if ((kind !== 'email' && kind !== 'phone_number') || isUsername(pool, kind)) return
  const found = await findUserByAlias(transaction, { userPoolId: pool.id, alias: alias.alias })
  const owner = found && found.sub !== sub ? await holdUser(transaction, found.sub) : undefined
  if (!owner || !aliasesOf(pool, owner).some((one) => one.kind === kind && one.alias === alias.alias)) return
  await releaseAlias(transaction, { userPoolId: pool.id, sub: owner.sub, kind })
  const attributes = { ...owner.attributes, [`${kind}_verified`]: 'false' }
  await replaceUser(transaction, { ...owner, attributes, updatedAt: now })
}
