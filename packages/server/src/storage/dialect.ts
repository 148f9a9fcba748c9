import { type Expression, PostgresAdapter, type RawBuilder } from 'kysely'
import type { Database } from './database.ts'
import * as postgres from './dialects/postgres.ts'
import * as sqlite from './dialects/sqlite.ts'

/** The text at `key` of a JSON column, null when absent. */
export function jsonText(db: Database, column: Expression<string>, key: string): RawBuilder<string | null> {
  return isPostgres(db) ? postgres.jsonText(column, key) : sqlite.jsonText(column, key)
}

/** A text with A to Z in lower case. The result is the same in both dialects and in all locales. */
export function lowered(db: Database, text: Expression<string | null>): RawBuilder<string | null> {
  return isPostgres(db) ? postgres.lowered(text) : sqlite.lowered(text)
}

/** Whether an error says that a unique index or primary key refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlite.isUniqueViolation(error) || postgres.isUniqueViolation(error)
}

/**
 * Whether a text can be stored or searched. PostgreSQL refuses NUL, so a text with NUL is never found in SQLite either.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000')
}

/** Whether a database is PostgreSQL. Only `storage` may call it. */
export function isPostgres(db: Database): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}

/**
 * Locks the selected rows until the transaction ends, so that they can not change between a read and a write. A
 * transaction of SQLite runs alone from its first statement, so it needs no lock on rows.
 */
export function heldForChange<Query extends { forUpdate(): Query }>(db: Database, query: Query): Query {
  return isPostgres(db) ? query.forUpdate() : query
}
