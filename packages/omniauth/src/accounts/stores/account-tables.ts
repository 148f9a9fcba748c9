import type { Account, AccountToCreate, Identity } from '../account.ts'

export type SqlValue = string | number | boolean | null

type Answer<T> = T | Promise<T>

/** What the two databases do each in their own way; the rest of the store is the same SQL on both. SQLite answers at once, PostgreSQL by a promise. */
export interface AccountTables {
  /** Runs one statement, with `?` for its values, and answers its rows. */
  rows(sql: string, values: readonly SqlValue[]): Answer<readonly unknown[]>
  /** A condition: the column holds the next value somewhere. */
  contains(column: string): string
  /** What a `SELECT` ends with, so that its rows stay as they are until the statement is through. */
  readonly lockRows: string
  /** A write that met a unique index. */
  isUniqueViolation(error: unknown): boolean
  /** Account and identities in one step; undefined when something of it is taken, and nothing was written. */
  insert(account: AccountToCreate, now: number): Answer<unknown>
  /** Identity and locks in one step; says whether there was one. */
  unlink(key: number, provider: string): Answer<boolean>
  /** Account and identities in one step. */
  remove(key: number): Answer<boolean>
}

/** Columns of a new account and what they get, in one order. */
export function accountColumns(account: AccountToCreate, now: number): readonly [string, SqlValue][] {
  return [...changeColumns(account), ['state', account.state], ['created_at', now]]
}

export const identityColumns = 'account_id, provider, uid, created_at'

type Changeable = Partial<Omit<Account, 'id' | 'state' | 'createdAt' | 'lastSignInAt'>>

/** Columns of what is there to change; what a new account does not say is false or NULL. */
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
