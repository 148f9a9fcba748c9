import type { Account, AccountChanges, AccountState, AccountToCreate, Identity, StoredIdentity } from './account.ts'

/** What another account already has, so that a write is refused. */
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
 * - `taken`: another account has the identity. `other_uid`: the account has another uid of this provider.
 * - `not_found`: there is no such account, or it no longer meets the condition.
 */
export type LinkAnswer = 'linked' | 'exists' | 'taken' | 'other_uid' | 'not_found'

export interface AccountQuery {
  /** Part of a username, an e-mail address or a name. ASCII letter case is ignored. */
  readonly search?: string | undefined
  readonly states?: readonly AccountState[] | undefined
  readonly admin?: boolean | undefined
  readonly external?: boolean | undefined
  /** Accounts that have an identity of this provider. */
  readonly provider?: string | undefined
  /** At most 100. Default 20. */
  readonly limit?: number | undefined
  /** `next` of the previous page. */
  readonly after?: string | undefined
}

export interface AccountPage {
  /** Newest first. */
  readonly accounts: readonly Account[]
  /** Where the next page begins; undefined on the last page. */
  readonly next: string | undefined
}

/**
 * Stores accounts and their identities.
 *
 * - **Keys**: (provider, `uidKey`) is unique, (account, provider) is unique, and username and e-mail are unique when
 *   ASCII letter case is ignored. A blank uid can not be stored. The store itself enforces all of this for every write.
 * - **Races**: many calls may run in parallel, from many processes. Every write is one atomic step with its condition
 *   in it. When several calls want the same key, one succeeds and the answer tells the others so. No write is partly
 *   done.
 * - **Not found** is an answer, not an error: `undefined`, `false` or `'not_found'`. An id that is not valid for this
 *   store is not found.
 * - **Repeats**: a caller may repeat each call when the answer was lost. Then `link` returns `exists`, `create` returns
 *   `taken`, and `unlink`, `remove` and `setState` return false.
 * - **Errors** are faults of the database, thrown as the driver throws them.
 *
 * The caller passes times as epoch milliseconds. The caller checks the values with `accountProblems` before it writes
 * them.
 */
export interface AccountStore {
  find(id: string): Promise<Account | undefined>
  findByUsername(username: string): Promise<Account | undefined>
  findByEmail(email: string): Promise<Account | undefined>
  findByIdentity(
    identity: Pick<Identity, 'provider' | 'uidKey'>,
  ): Promise<{ readonly account: Account; readonly trusted: boolean } | undefined>
  /** The identities of an account, sorted by provider. */
  identities(accountId: string): Promise<readonly StoredIdentity[]>
  list(query: AccountQuery): Promise<AccountPage>
  countByState(): Promise<Readonly<Record<AccountState, number>>>

  /**
   * Creates the account with all of its identities, or nothing. When several values are taken, the answer names an
   * identity first, then the address.
   */
  create(account: AccountToCreate, now: number): Promise<CreateAnswer>
  update(id: string, changes: AccountChanges): Promise<UpdateAnswer>
  /** Changes the state if it is one of `from`. Returns whether it did. */
  setState(id: string, change: { from: readonly AccountState[]; to: AccountState }): Promise<boolean>
  /**
   * Gives an account the administrator role, or removes it. `last` when no other active administrator would be left. If
   * two administrators remove each other's role at the same moment, only one of them succeeds.
   */
  setAdmin(id: string, admin: boolean): Promise<'changed' | 'unchanged' | 'last' | 'not_found'>
  /**
   * Records a sign-in, activates a deactivated account, and returns the account. Records nothing and returns undefined
   * when the account is blocked or does not exist.
   */
  recordSignIn(id: string, now: number): Promise<Account | undefined>
  /** Removes an account and its identities. */
  remove(id: string): Promise<boolean>

  /**
   * Adds an identity to an account. It never overwrites an identity. With `whileEmail`, it writes only if the account
   * still has that address: a link by e-mail must not reach an account whose address has just changed.
   */
  link(
    link: { accountId: string; identity: Identity; whileEmail?: string | undefined },
    now: number,
  ): Promise<LinkAnswer>
  /** Removes an account's identity of a provider, and the locks of that provider. */
  unlink(accountId: string, provider: string): Promise<boolean>
  /** Changes the uid of an account's identity. Administrators need this when a provider has new uids. */
  changeUid(
    accountId: string,
    change: { provider: string; from: Pick<Identity, 'uidKey'>; to: Identity },
  ): Promise<'changed' | 'taken' | 'not_found'>
  /** Declares an identity trusted or untrusted. Returns whether the identity exists. */
  setTrusted(accountId: string, change: { provider: string; trusted: boolean }): Promise<boolean>
}
