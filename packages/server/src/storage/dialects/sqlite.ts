import BetterSqlite3 from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Expression,
  type QueryResult,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely'

/** How long a statement waits for another process's write before it fails, in milliseconds. */
const busyTimeout = 5_000

/** The number of compiled statements in the cache. When it is full, the oldest one is removed. */
const statementCacheSize = 500

/**
 * Kysely's dialect for SQLite, with one connection, WAL, an fsync for each commit, and a cache of compiled statements.
 */
export function sqliteDialect(file: string): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteDriver(file),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** The text at `key` of a JSON column, null when absent. */
export function jsonText(column: Expression<string>, key: string): RawBuilder<string | null> {
  return sql<string | null>`json_extract(${column}, ${`$."${key.replaceAll('"', '')}"`})`
}

/** A text with A to Z in lower case. SQLite does not change other letters. */
export function lowered(text: Expression<string | null>): RawBuilder<string | null> {
  return sql<string | null>`lower(${text})`
}

/** Whether an error says that a unique index or primary key refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = error instanceof BetterSqlite3.SqliteError ? error.code : undefined
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

class SqliteDriver implements Driver {
  readonly #file: string
  #connection: SqliteConnection | undefined
  /** Resolves when the connection is free. Only one transaction or query uses it at a time. */
  #free: Promise<void> = Promise.resolve()
  #release: (() => void) | undefined

  constructor(file: string) {
    this.#file = file
  }

  async init(): Promise<void> {
    const database = new BetterSqlite3(this.#file, { timeout: busyTimeout })
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    this.#connection = new SqliteConnection(database)
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#free
    let release = () => {}
    this.#free = new Promise((resolve) => {
      release = resolve
    })
    await before
    this.#release = release
    if (!this.#connection) throw new Error('The database is closed.')
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#release?.()
  }

  /**
   * IMMEDIATE takes the write lock at the start. Without it, a write after a read could fail without waiting for the
   * lock.
   */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    ;(connection as SqliteConnection).run('begin immediate')
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    ;(connection as SqliteConnection).run('commit')
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    ;(connection as SqliteConnection).run('rollback')
  }

  async destroy(): Promise<void> {
    await this.#free
    this.#connection?.close()
    this.#connection = undefined
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: BetterSqlite3.Database
  readonly #statements = new Map<string, BetterSqlite3.Statement>()

  constructor(database: BetterSqlite3.Database) {
    this.#database = database
  }

  run(statement: string): void {
    this.#prepare(statement).run()
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.#prepare(query.sql)
    if (statement.reader) return { rows: statement.all(query.parameters) as Row[] }
    const { changes, lastInsertRowid } = statement.run(query.parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  // biome-ignore lint/correctness/useYield: the interface requires a generator, but rows are not streamed.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('The SQLite dialect can not stream rows. Use execute().')
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #prepare(text: string): BetterSqlite3.Statement {
    const known = this.#statements.get(text)
    if (known) return known
    const statement = this.#database.prepare(text)
    const oldest = this.#statements.size < statementCacheSize ? undefined : this.#statements.keys().next().value
    if (oldest !== undefined) this.#statements.delete(oldest)
    this.#statements.set(text, statement)
    return statement
  }
}
