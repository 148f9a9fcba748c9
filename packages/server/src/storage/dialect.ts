import { type Expression, PostgresAdapter, type RawBuilder } from 'kysely'
import type { Database } from './database.ts'
import * as postgres from './dialects/postgres.ts'
import * as sqlite from './dialects/sqlite.ts'

/** The text at `key` of a JSON column, null when absent. */
export function jsonText(db: Database, column: Expression<string>, key: string): RawBuilder<string | null> {
  return isPostgres(db) ? postgres.jsonText(column, key) : sqlite.jsonText(column, key)
}

/** A text with A to Z in lower case, the same in both dialects whatever the locale. */
export function lowered(db: Database, text: Expression<string | null>): RawBuilder<string | null> {
  return isPostgres(db) ? postgres.lowered(text) : sqlite.lowered(text)
}

/** Whether an error says that a unique index or primary key refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlite.isUniqueViolation(error) || postgres.isUniqueViolation(error)
}

/** Whether a text can be kept or looked for: PostgreSQL refuses NUL, and what one dialect refuses the other does not find. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000')
}

/** Which dialect a database speaks; nothing outside storage asks. */
export function isPostgres(db: Database): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}

/**
 * Holds the rows that a query selects until the transaction ends, so that reading, deciding and writing are one step.
 * SQLite's transactions are alone from their first statement and need no more.
 */
export function heldForChange<Query extends { forUpdate(): Query }>(db: Database, query: Query): Query {
  return isPostgres(db) ? query.forUpdate() : query
}
