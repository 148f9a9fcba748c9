/** An open SQLite database of `better-sqlite3` or `node:sqlite`. Statements are synchronous. */
export interface SqliteHandle {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
}

export interface SqliteStatement {
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
  run(...values: SqliteValue[]): unknown
}

export type SqliteValue = string | number | bigint | Uint8Array | null
