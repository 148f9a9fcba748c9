import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'

/** A database of its own for one test; `open` is what a process does that starts. */
export interface TestDatabase<Store> {
  open(): Promise<Store>
  /** Runs a statement past the store. */
  run(sql: string): Promise<void>
  end(): Promise<void>
}

/** How a store is opened on each kind of database. */
export interface Openers<Store> {
  sqlite(handle: Sqlite): Store
  postgres(pool: pg.Pool): Promise<Store>
}

/** Every database that a store's suite runs on. */
export function databasesFor<Store>(
  openers: Openers<Store>,
): Readonly<Record<string, () => Promise<TestDatabase<Store>>>> {
  return {
    'better-sqlite3': () => sqlite(openers, (file) => new Database(file, { timeout: 20_000 })),
    'node:sqlite': () => sqlite(openers, (file) => new DatabaseSync(file, { timeout: 20_000 })),
    PostgreSQL: () => postgres(openers),
  }
}

type Sqlite = Database.Database | DatabaseSync

async function sqlite<Store>(openers: Openers<Store>, connect: (file: string) => Sqlite): Promise<TestDatabase<Store>> {
  const folder = mkdtempSync(join(tmpdir(), 'omniauth-store-'))
  const handles: Sqlite[] = []
  const handle = () => {
    const opened = connect(join(folder, 'store.sqlite'))
    handles.push(opened)
    opened.exec('PRAGMA journal_mode = WAL')
    return opened
  }
  return {
    open: async () => openers.sqlite(handle()),
    run: async (sql) => void handle().exec(sql),
    end: async () => {
      for (const opened of handles) opened.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A schema of its own in the database that DATABASE_URL names. */
async function postgres<Store>(openers: Openers<Store>): Promise<TestDatabase<Store>> {
  const connectionString = process.env['DATABASE_URL']
  if (!connectionString)
    throw new Error('DATABASE_URL names no PostgreSQL: run npm test -- --only=forge, which brings one.')
  const schema = `store_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString })
  await admin.connect()
  await admin.query(`CREATE SCHEMA ${schema}`)
  const pools: pg.Pool[] = []
  const pool = () => {
    const opened = new pg.Pool({ connectionString, options: `-c search_path=${schema}`, max: 6 })
    pools.push(opened)
    return opened
  }
  return {
    open: () => openers.postgres(pool()),
    run: async (sql) => void (await pool().query(sql)),
    end: async () => {
      for (const opened of pools) await opened.end()
      await admin.query(`DROP SCHEMA ${schema} CASCADE`)
      await admin.end()
    },
  }
}
