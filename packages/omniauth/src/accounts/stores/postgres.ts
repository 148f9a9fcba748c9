import type { PostgresHandle } from '#stores/postgres-handle'
import type { AccountStore } from '../store.ts'
import { accountSteps } from './account-store.ts'
import { type AccountTables, accountColumns, identityColumns, identityValues, type SqlValue } from './account-tables.ts'
import { postgresMigrations } from './migrations.ts'
import { later } from './steps.ts'

/**
 * Migrates the tables `accounts` and `identities`. Does nothing when they are up to date. Processes that start at the
 * same time wait for each other.
 * @throws when a newer version has written the tables
 */
export async function migratePostgresAccounts(handle: PostgresHandle): Promise<void> {
  const known = postgresMigrations.length
  const steps = postgresMigrations.map((migration, index) => `IF version < ${index + 1} THEN ${migration} END IF;`)
  // One statement is one transaction, on any connection of a pool.
  await handle.query(`DO $migrate$
  DECLARE version integer;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('poolhouse omniauth accounts'));
    CREATE TABLE IF NOT EXISTS account_migrations (one integer PRIMARY KEY, version integer NOT NULL);
    SELECT coalesce(max(m.version), 0) INTO version FROM account_migrations m;
    IF version > ${known} THEN
      RAISE EXCEPTION 'The tables of accounts were written by a newer version (theirs is %, this one knows ${known}): upgrade @poolhouse/omniauth', version;
    END IF;
    ${steps.join('\n')}
    INSERT INTO account_migrations VALUES (1, ${known}) ON CONFLICT (one) DO UPDATE SET version = ${known};
  END $migrate$`)
}

/**
 * Accounts in PostgreSQL 12 or newer. Takes an open pool or connection of `pg`, and migrates its tables. Each call is
 * one statement: on a connection inside the application's transaction, the call is part of that transaction.
 */
export async function postgresAccounts(handle: PostgresHandle): Promise<AccountStore> {
  await migratePostgresAccounts(handle)
  return later<AccountStore>(accountSteps(postgresTables(handle)))
}

function postgresTables(handle: PostgresHandle): AccountTables {
  const rows = async (sql: string, values: readonly SqlValue[]) => {
    // PostgreSQL can not store a NUL, so no row can match such a value.
    if (values.some((value) => typeof value === 'string' && value.includes('\0'))) return []
    return (await handle.query(numbered(sql), [...values])).rows
  }
  return {
    rows,
    contains: (column) => `strpos(${column}, ?) > 0`,
    lockRows: 'FOR UPDATE',
    isUniqueViolation,
    insert: async (account, now) => {
      const columns = accountColumns(account, now)
      const identities = account.identities.map(() => '(CAST(? AS text), CAST(? AS text), CAST(? AS bigint))')
      const made = `WITH made AS (
        INSERT INTO accounts (${columns.map(([name]) => name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
        ON CONFLICT DO NOTHING RETURNING *)`
      // A taken identity is an error. It also undoes the insert of the account, because both are one statement.
      const linked = `, linked AS (
        INSERT INTO identities (${identityColumns})
        SELECT made.id, given.* FROM made CROSS JOIN (VALUES ${identities.join(', ')}) given)`
      try {
        const [first] = await rows(`${made}${identities.length > 0 ? linked : ''} SELECT * FROM made`, [
          ...columns.map(([, value]) => value),
          ...account.identities.flatMap((identity) => identityValues(identity, now)),
        ])
        return first
      } catch (error) {
        if (isUniqueViolation(error)) return undefined
        throw error
      }
    },
    unlink: async (key, provider) => {
      const gone = await rows(
        `WITH gone AS (DELETE FROM identities WHERE account_id = ? AND provider = ? RETURNING account_id),
              unlocked AS (UPDATE accounts SET synced_provider = NULL, synced_attributes = NULL
                           WHERE id IN (SELECT account_id FROM gone) AND synced_provider = ?)
         SELECT account_id FROM gone`,
        [key, provider, provider],
      )
      return gone.length > 0
    },
    remove: async (key) => (await rows('DELETE FROM accounts WHERE id = ? RETURNING id', [key])).length > 0,
  }
}

/** PostgreSQL numbers its values. The statements of the store have no other question marks. */
function numbered(sql: string): string {
  let count = 0
  return sql.replaceAll('?', () => `$${++count}`)
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23505'
}
