/** An open SQLite database as `better-sqlite3` and `node:sqlite` have it. Statements run at once: nothing comes between two of them in one process. */
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
