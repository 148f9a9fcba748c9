import type { Account, AccountToCreate, Identity } from '../account.ts'

export type SqlValue = string | number | boolean | null

type Answer<T> = T | Promise<T>

/**
 * The parts that differ between the two databases. The rest of the store is the same SQL on both. SQLite answers
 * synchronously, PostgreSQL with a promise.
 */
export interface AccountTables {
  /** Runs one statement, with `?` for its values, and returns its rows. */
  rows(sql: string, values: readonly SqlValue[]): Answer<readonly unknown[]>
  /** A condition: the column contains the next value. */
  contains(column: string): string
  /** The end of a `SELECT` that locks its rows until the statement is done. */
  readonly lockRows: string
  /** Whether a write failed because of a unique index. */
  isUniqueViolation(error: unknown): boolean
  /** Inserts account and identities in one step. Writes nothing and returns undefined when a value is taken. */
  insert(account: AccountToCreate, now: number): Answer<unknown>
  /** Removes identity and locks in one step. Returns whether the identity existed. */
  unlink(key: number, provider: string): Answer<boolean>
  /** Removes account and identities in one step. */
  remove(key: number): Answer<boolean>
}

/** The columns of a new account with their values. */
export function accountColumns(account: AccountToCreate, now: number): readonly [string, SqlValue][] {
  return [...changeColumns(account), ['state', account.state], ['created_at', now]]
}

export const identityColumns = 'account_id, provider, uid, created_at'

type Changeable = Partial<Omit<Account, 'id' | 'state' | 'createdAt' | 'lastSignInAt'>>

/** The columns to change with their values. In a new account a missing value is false or NULL. */
export function changeColumns(changes: Changeable | AccountToCreate): [string, SqlValue][] {
  const isNew = 'identities' in changes
  const given = (key: keyof Changeable) => isNew || Object.hasOwn(changes, key)
  const columns: [keyof Changeable, string, SqlValue][] = [
    ['username', 'username', changes.username ?? null],
    ['email', 'email', changes.email ?? null],
    ['emailVerified', 'email_verified', changes.emailVerified ?? false],
    ['name', 'name', changes.name ?? null],
    ['location', 'location', changes.location ?? null],
    ['organization', 'organization', changes.organization ?? null],
    ['jobTitle', 'job_title', changes.jobTitle ?? null],
    ['admin', 'admin', changes.admin ?? false],
    ['external', 'external', changes.external ?? false],
    ['synced', 'synced_provider', changes.synced?.provider ?? null],
    ['synced', 'synced_attributes', changes.synced?.attributes.join(',') ?? null],
  ]
  return columns.filter(([key]) => given(key)).map(([, column, value]) => [column, value])
}

export function identityValues(identity: Identity, now: number): SqlValue[] {
  return [identity.provider, identity.uid, now]
}
