import {
  type AuthHash,
  decideAccount,
  identityOf,
  type OmniauthSettings,
  profileOf,
  type RefusalReason,
  usernameCandidates,
  type NewAccount as WishedAccount,
} from '@poolhouse/omniauth'
import type { ForgeDatabase } from '#storage/database'
import type { Clock } from '../clock.ts'
import { type Account, InvalidAccount } from './account.ts'
import {
  findAccountByEmail,
  findAccountByIdentity,
  insertAccount,
  insertIdentity,
  isUsernameTaken,
} from './accounts.ts'
import { hashUnknownPassword } from './passwords.ts'

export type ProviderAccount =
  | { outcome: 'found'; accountId: number }
  | { outcome: 'refused'; reason: RefusalReason }
  /** No account can be made of the answer: the reasons, worded as {@link InvalidAccount} words them. */
  | { outcome: 'invalid'; reasons: readonly string[] }

interface Services {
  db: ForgeDatabase
  clock: Clock
  settings: OmniauthSettings
}

/**
 * The account that a provider's answer signs in: the one that has its identity, else a new one where the settings allow it.
 * The decision is the package's; looking up, making unique and storing are Forge's. Of callbacks that come at once for one
 * person the first makes the account and the others find it.
 */
export async function accountForProvider(services: Services, auth: AuthHash): Promise<ProviderAccount> {
  const known = findAccountByIdentity(services.db, identityOf(auth)) !== undefined
  // Before the transaction, which must not wait; thrown away when another callback is first.
  const passwordHash = known ? '' : await hashUnknownPassword()
  const decideAndSave = services.db.transaction(() => decideInTransaction(services, auth, passwordHash))
  try {
    return decideAndSave.immediate()
  } catch (error) {
    if (error instanceof InvalidAccount) return { outcome: 'invalid', reasons: error.reasons }
    throw error
  }
}

function decideInTransaction(services: Services, auth: AuthHash, passwordHash: string): ProviderAccount {
  const { db, settings } = services
  const profile = profileOf(auth)
  const decision = decideAccount({
    auth,
    settings,
    byIdentity: asFact(findAccountByIdentity(db, identityOf(auth))),
    // A made-up address is made unique with the username; it can't be anybody's.
    byEmail: profile.temporaryEmail ? undefined : asFact(findAccountByEmail(db, profile.email)),
  })
  switch (decision.kind) {
    case 'sign-in':
      return { outcome: 'found', accountId: Number(decision.accountId) }
    case 'refuse':
      return refused(decision.reason)
    case 'create':
      return { outcome: 'found', accountId: create(services, decision.account, passwordHash).id }
  }
}

function refused(reason: RefusalReason): ProviderAccount {
  switch (reason) {
    case 'email_taken':
      return { outcome: 'invalid', reasons: ['Email has already been taken'] }
    case 'invalid_profile':
      return { outcome: 'invalid', reasons: ['Identity provider email must be 254 characters or less'] }
    default:
      return { outcome: 'refused', reason }
  }
}

function create({ db, clock }: Services, wished: WishedAccount, passwordHash: string): Account {
  const now = clock.now()
  const username = firstFree(db, usernameCandidates(wished.username, now))
  const email = wished.temporaryEmail ? `temp-email-for-oauth-${username}@gitlab.localhost` : wished.email
  const { name, state } = wished
  const account = insertAccount(db, { username, email, name, state, passwordHash, passwordAutomaticallySet: true }, now)
  insertIdentity(db, account.id, wished.identity, now)
  return account
}

function firstFree(db: ForgeDatabase, candidates: Generator<string, never>): string {
  let candidate = candidates.next().value
  while (isUsernameTaken(db, candidate)) candidate = candidates.next().value
  return candidate
}

const asFact = (account: Account | undefined) => account && { id: String(account.id), state: account.state }
