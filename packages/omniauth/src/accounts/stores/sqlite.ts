import type { SqliteHandle, SqliteValue } from '#stores/sqlite-handle'
import type { AccountToCreate } from '../account.ts'
import type { AccountStore } from '../store.ts'
import { accountSteps } from './account-store.ts'
import { type AccountTables, accountColumns, identityColumns, identityValues, type SqlValue } from './account-tables.ts'
import { sqliteMigrations } from './migrations.ts'
import { type AtOnce, atOnce, later } from './steps.ts'

/**
 * Migrates the tables `accounts` and `identities`. Does nothing when they are up to date. The application may call it
 * inside a transaction.
 * @throws when a newer version has written the tables
 */
export function migrateSqliteAccounts(handle: SqliteHandle): void {
  refuseUnicodeFolding(handle)
  handle.exec(
    'CREATE TABLE IF NOT EXISTS account_migrations (one INTEGER PRIMARY KEY, version INTEGER NOT NULL) STRICT',
  )
  atomically(handle, () => {
    // The first write takes the write lock, so two processes that start at the same time wait for each other.
    handle.exec('INSERT INTO account_migrations VALUES (1, 0) ON CONFLICT (one) DO UPDATE SET version = version')
    const version = numberOf(handle.prepare('SELECT version AS value FROM account_migrations').get())
    if (version > sqliteMigrations.length) throw newerTables(version, sqliteMigrations.length)
    for (const migration of sqliteMigrations.slice(version)) handle.exec(migration)
    handle.prepare('UPDATE account_migrations SET version = ?').run(sqliteMigrations.length)
  })
}

/**
 * Accounts in an open SQLite database (`better-sqlite3`, `node:sqlite`). Migrates its tables. Two processes on one file
 * wait for each other for the handle's busy timeout: set it to several seconds.
 */
export function sqliteAccounts(handle: SqliteHandle): SqliteAccountStore {
  migrateSqliteAccounts(handle)
  const steps = accountSteps(sqliteTables(handle))
  return { ...later<AccountStore>(steps), now: atOnce<AccountStore>(steps) }
}

export interface SqliteAccountStore extends AccountStore {
  /**
   * The same calls, but synchronous. Use them in a transaction that writes an account together with the application's
   * own rows: such a transaction must not wait. (On PostgreSQL, pass the transaction's connection to `postgresAccounts`
   * instead.)
   */
  readonly now: AtOnce<AccountStore>
}

function newerTables(version: number, known: number): Error {
  return new Error(
    `The tables of accounts were written by a newer version (theirs is ${version}, this one knows ${known}): upgrade @poolhouse/omniauth`,
  )
}

function sqliteTables(handle: SqliteHandle): AccountTables {
  return {
    rows: (sql, values) => handle.prepare(sql).all(...values.map(stored)),
    contains: (column) => `instr(${column}, ?) > 0`,
    // SQLite has only one writer at a time.
    lockRows: '',
    isUniqueViolation: () => false,
    insert: (account, now) => insert(handle, account, now),
    unlink: (key, provider) => unlink(handle, key, provider),
    // The schema has a cascade, but SQLite applies it only when the application has turned foreign keys on.
    remove: (key) =>
      atomically(handle, () => {
        handle.prepare('DELETE FROM identities WHERE account_id = ?').run(key)
        return first(handle, 'DELETE FROM accounts WHERE id = ? RETURNING id', [key]) !== undefined
      }) === true,
  }
}

function insert(handle: SqliteHandle, account: AccountToCreate, now: number): unknown {
  return atomically(handle, () => {
    const columns = accountColumns(account, now)
    const made = first(
      handle,
      `INSERT INTO accounts (${columns.map(([name]) => name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT DO NOTHING RETURNING *`,
      columns.map(([, value]) => value),
    )
    if (made === undefined) return undefined
    const key = numberOf({ value: Object.entries(made).find(([name]) => name === 'id')?.[1] })
    const sql = `INSERT INTO identities (${identityColumns}) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`
    const free = account.identities.every((identity) => first(handle, sql, [key, ...identityValues(identity, now)]))
    return free ? made : undo
  })
}

function unlink(handle: SqliteHandle, key: number, provider: string): boolean {
  const unlinked = atomically(handle, () => {
    const sql = 'DELETE FROM identities WHERE account_id = ? AND provider = ? RETURNING id'
    const gone = first(handle, sql, [key, provider])
    const unlock = `UPDATE accounts SET synced_provider = NULL, synced_attributes = NULL WHERE id = ? AND synced_provider = ?`
    if (gone !== undefined) handle.prepare(unlock).run(key, provider)
    return gone !== undefined
  })
  return unlinked === true
}

function first(handle: SqliteHandle, sql: string, values: readonly SqlValue[]): object | undefined {
  const row = handle.prepare(sql).get(...values.map(stored))
  return typeof row === 'object' && row !== null ? row : undefined
}

/** A step returns this to undo its writes. */
const undo = Symbol('undo')

/** A savepoint works inside and outside the application's transaction. The work must be synchronous. */
function atomically<T>(handle: SqliteHandle, work: () => T | typeof undo): T | undefined {
  handle.exec('SAVEPOINT accounts_step')
  try {
    const answer = work()
    if (answer === undo) handle.exec('ROLLBACK TO accounts_step')
    handle.exec('RELEASE accounts_step')
    return answer === undo ? undefined : answer
  } catch (error) {
    rollBack(handle)
    throw error
  }
}

function rollBack(handle: SqliteHandle): void {
  try {
    handle.exec('ROLLBACK TO accounts_step')
    handle.exec('RELEASE accounts_step')
  } catch {
    // A full disk has already ended the whole transaction. The caller throws the first error.
  }
}

/** SQLite with ICU folds the Kelvin sign to k, so the addresses of two users could become equal. */
function refuseUnicodeFolding(handle: SqliteHandle): void {
  if (numberOf(handle.prepare('SELECT lower(char(8490)) = char(8490) AS value').get()) !== 1)
    throw new Error(
      'This SQLite folds the case of all Unicode letters (ICU is loaded): use a SQLite without ICU, which only folds A-Z',
    )
}

function numberOf(row: unknown): number {
  return typeof row === 'object' && row !== null && 'value' in row ? Number(row.value) : Number.NaN
}

function stored(value: SqlValue): SqliteValue {
  return typeof value === 'boolean' ? Number(value) : value
}
