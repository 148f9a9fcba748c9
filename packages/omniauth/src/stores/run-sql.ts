import type { PostgresHandle } from './postgres-handle.ts'
import type { SqliteHandle } from './sqlite-handle.ts'

export type SqlValue = string | number

/** Runs one statement, with `?` for its values, and returns its rows. */
export type RunSql = (sql: string, values: readonly SqlValue[]) => Promise<readonly unknown[]>

export function sqliteRun(handle: SqliteHandle): RunSql {
  // `all` fails for statements that can never return rows.
  return async (sql, values) => {
    const statement = handle.prepare(sql)
    if (/^SELECT|RETURNING/.test(sql)) return statement.all(...values)
    statement.run(...values)
    return []
  }
}

export function postgresRun(handle: PostgresHandle): RunSql {
  return async (sql, values) => {
    let count = 0
    const numbered = sql.replaceAll('?', () => `$${++count}`)
    return (await handle.query(numbered, [...values])).rows
  }
}

/**
 * Creates tables in one statement, which is one transaction. Processes that start at the same time wait for each other.
 */
export async function makePostgresTables(
  handle: PostgresHandle,
  { lock, statements }: { lock: string; statements: readonly string[] },
): Promise<void> {
  await handle.query(`DO $tables$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('${lock}'));
    ${statements.join(';\n    ')};
  END $tables$`)
}
