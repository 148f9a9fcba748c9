import { type Account, type AccountStore, accountProblems, isReservedUsername } from '@poolhouse/omniauth'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'
import { hashPassword } from './passwords.ts'
import { storePassword } from './stored-passwords.ts'

/** The account is not valid. `reasons` are sentences without a full stop, in GitLab's words. */
export class InvalidAccount extends Error {
  readonly reasons: readonly string[]

  constructor(reasons: readonly string[]) {
    super(reasons.join('. '))
    this.name = 'InvalidAccount'
    this.reasons = reasons
  }
}

/**
 * Creates an account with a password, in one transaction. `emailVerified`: the operator says that the address belongs to
 * this person.
 * @throws {InvalidAccount} for a name or address that is taken or malformed
 */
export async function createAccount(
  { db, accounts, clock }: { db: ForgeDatabase; accounts: SqliteAccountStore; clock: Clock },
  {
    password,
    ...person
  }: { username: string; email: string; emailVerified: boolean; name: string; password: string; admin?: boolean },
): Promise<Account> {
  const reasons = [...accountProblems(person), ...(await takenNames(accounts, person))]
  if (reasons.length > 0) throw new InvalidAccount(reasons)
  const hash = await hashPassword(password)
  const now = clock.now()
  const make = db.transaction(() => {
    const made = accounts.now.create({ ...person, state: 'active', identities: [] }, now)
    if (made.outcome === 'created') storePassword(db, { accountId: made.account.id, hash, now })
    return made
  })
  const made = make.immediate()
  if (made.outcome === 'taken') throw new InvalidAccount(await takenNames(accounts, person))
  return made.account
}

async function takenNames(
  accounts: AccountStore,
  { username, email }: { username: string; email: string },
): Promise<string[]> {
  const isTaken = isReservedUsername(username.toLowerCase()) || (await accounts.findByUsername(username)) !== undefined
  const isHeld = (await accounts.findByEmail(email)) !== undefined
  return [...(isTaken ? ['Username has already been taken'] : []), ...(isHeld ? ['Email has already been taken'] : [])]
}
