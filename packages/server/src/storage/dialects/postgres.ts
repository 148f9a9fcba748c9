import { type Dialect, type Expression, PostgresDialect, type RawBuilder, sql } from 'kysely'
import { DatabaseError, Pool, types } from 'pg'

/**
 * The server ends statements that take longer, in milliseconds, so that a stuck database does not block all requests.
 */
const statementTimeout = 5_000

/** Kysely's dialect for PostgreSQL. It returns eight-byte integers as numbers, because times are in milliseconds. */
export function postgresDialect(url: string): Dialect {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: statementTimeout,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: statementTimeout,
    types: {
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text'),
    },
  })
  // The server may end an idle connection at any time. The pool discards it and opens another one for the next query.
  // Without this listener, Node would end the process.
  pool.on('error', () => {})
  return new PostgresDialect({ pool })
}

/** The text at `key` of a JSON column, null when absent. */
export function jsonText(column: Expression<string>, key: string): RawBuilder<string | null> {
  return sql<string | null>`(${column}::jsonb ->> ${key})`
}

/** A text with A to Z in lower case. With the collation C, the result does not depend on the locale. */
export function lowered(text: Expression<string | null>): RawBuilder<string | null> {
  return sql<string | null>`lower(${text} collate "C")`
}

/** Whether an error says that a unique index or primary key refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '23505'
}
