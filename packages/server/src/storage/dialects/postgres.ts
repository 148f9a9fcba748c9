import { type Dialect, type Expression, PostgresDialect, type RawBuilder, sql } from 'kysely'
import { DatabaseError, Pool, types } from 'pg'

/** Statements that take longer than this are ended by the server, in milliseconds: a stuck database must not hold every request. */
const statementTimeout = 5_000

/** Kysely's dialect for PostgreSQL; eight-byte integers come back as numbers, since times are milliseconds. */
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
  // The server may end an idle connection at any time. The pool has discarded it by now and opens another for the next query;
  // without a listener, Node would end the process.
  pool.on('error', () => {})
  return new PostgresDialect({ pool })
}

/** The text at `key` of a JSON column, null when absent. */
export function jsonText(column: Expression<string>, key: string): RawBuilder<string | null> {
  return sql<string | null>`(${column}::jsonb ->> ${key})`
}

/** A text with A to Z in lower case; the collation keeps the locale out of it. */
export function lowered(text: Expression<string | null>): RawBuilder<string | null> {
  return sql<string | null>`lower(${text} collate "C")`
}

/** Whether an error says that a unique index or primary key refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '23505'
}
