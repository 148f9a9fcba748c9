import type { Account, AccountChanges, AccountState, AccountToCreate, Identity, StoredIdentity } from './account.ts'

/** What stands in the way of a write: somebody else has it. */
export type Taken = 'identity' | 'email' | 'username'

export type CreateAnswer =
  | { readonly outcome: 'created'; readonly account: Account }
  | { readonly outcome: 'taken'; readonly what: Taken }

export type UpdateAnswer =
  | { readonly outcome: 'updated'; readonly account: Account }
  | { readonly outcome: 'taken'; readonly what: 'email' | 'username' }
  | { readonly outcome: 'not_found' }

/**
 * - `linked`: the account has the identity now. `exists`: it had it before.
 * - `taken`: it is another account's. `other_uid`: the account has another uid of this provider.
 * - `not_found`: no such account, or it no longer is as the condition wants it.
 */
export type LinkAnswer = 'linked' | 'exists' | 'taken' | 'other_uid' | 'not_found'

export interface AccountQuery {
  /** Part of a username, an e-mail address or a name, in any ASCII letter case. */
  readonly search?: string | undefined
  readonly states?: readonly AccountState[] | undefined
  readonly admin?: boolean | undefined
  readonly external?: boolean | undefined
  /** Accounts that have an identity of this provider. */
  readonly provider?: string | undefined
  /** At most 100. Default 20. */
  readonly limit?: number | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
}

export interface AccountPage {
  /** Newest first. */
  readonly accounts: readonly Account[]
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined
}

/**
 * Where accounts and their identities are kept.
 *
 * - **Keys**: (provider, `uidKey`) is unique, (account, provider) is unique, and so are username and e-mail without regard to ASCII letter
 *   case. A blank uid can't be stored. The store holds to all of this by itself, whoever writes.
 * - **Races**: any number of calls may run at once, from any number of processes. Every write is one atomic step with its condition in it;
 *   of calls that want the same thing one wins and the others are told so by their answer. Nothing is half done.
 * - **Not found** is an answer and not an error: `undefined`, `false` or `'not_found'`. An id that can't be one of this store's is not found.
 * - **Repeats**: each call may be repeated after a lost answer. `link` then says `exists`, `create` says `taken`, `unlink`, `remove` and
 *   `setState` say false.
 * - **Errors** are faults of the database, thrown as the driver throws them.
 *
 * Times are epoch milliseconds, given by the caller. What is written must have been checked with `accountProblems`.
 */
export interface AccountStore {
  find(id: string): Promise<Account | undefined>
  findByUsername(username: string): Promise<Account | undefined>
  findByEmail(email: string): Promise<Account | undefined>
  findByIdentity(
    identity: Pick<Identity, 'provider' | 'uidKey'>,
  ): Promise<{ readonly account: Account; readonly trusted: boolean } | undefined>
  /** Identities of an account, by provider. */
  identities(accountId: string): Promise<readonly StoredIdentity[]>
  list(query: AccountQuery): Promise<AccountPage>
  countByState(): Promise<Readonly<Record<AccountState, number>>>

  /** Makes the account with all of its identities, or nothing. Of several things that are taken an identity is named first, then the address. */
  create(account: AccountToCreate, now: number): Promise<CreateAnswer>
  update(id: string, changes: AccountChanges): Promise<UpdateAnswer>
  /** Changes the state if it is one of `from`; says whether it did. */
  setState(id: string, change: { from: readonly AccountState[]; to: AccountState }): Promise<boolean>
  /**
   * Makes an account an administrator's, or takes that back; `last` when no other active administrator would be left. Two who take it from each other at the same moment
   * do not both succeed.
   */
  setAdmin(id: string, admin: boolean): Promise<'changed' | 'unchanged' | 'last' | 'not_found'>
  /** Notes a sign-in and wakes a deactivated account. The account as it is then; undefined when it is blocked or gone, and nothing is noted. */
  recordSignIn(id: string, now: number): Promise<Account | undefined>
  /** Removes an account and its identities. */
  remove(id: string): Promise<boolean>

  /**
   * Gives an account an identity; an identity that exists is never overwritten. With `whileEmail` only if the account still holds that address: the write
   * that links by e-mail must not meet an account that has just changed its own.
   */
  link(
    link: { accountId: string; identity: Identity; whileEmail?: string | undefined },
    now: number,
  ): Promise<LinkAnswer>
  /** Removes an account's identity of a provider, and what that provider kept locked. */
  unlink(accountId: string, provider: string): Promise<boolean>
  /** Changes the uid of an account's identity, as an administrator does when a provider has new uids. */
  changeUid(
    accountId: string,
    change: { provider: string; from: Pick<Identity, 'uidKey'>; to: Identity },
  ): Promise<'changed' | 'taken' | 'not_found'>
  /** Declares an identity trusted or not; says whether there is one. */
  setTrusted(accountId: string, change: { provider: string; trusted: boolean }): Promise<boolean>
}
