import type { PostgresHandle } from './postgres-handle.ts'
import type { SqliteHandle } from './sqlite-handle.ts'

export type SqlValue = string | number

/** Runs one statement, with `?` for its values, and answers its rows. */
export type RunSql = (sql: string, values: readonly SqlValue[]) => Promise<readonly unknown[]>

export function sqliteRun(handle: SqliteHandle): RunSql {
  // `all` takes a statement without rows too, but for those that can never have any.
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

/** Makes tables in one statement, and so in one transaction: processes that start at once take turns. */
export async function makePostgresTables(
  handle: PostgresHandle,
  { lock, statements }: { lock: string; statements: readonly string[] },
): Promise<void> {
  await handle.query(`DO $tables$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('${lock}'));
    ${statements.join(';\n    ')};
  END $tables$`)
}
