import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'

/** A separate database for one test. `open` is what a process does at its start. */
export interface TestDatabase<Store> {
  open(): Promise<Store>
  /** Runs a statement without the store. */
  run(sql: string): Promise<void>
  end(): Promise<void>
}

/** Opens a store on each type of database. */
export interface Openers<Store> {
  sqlite(handle: Sqlite): Store
  postgres(pool: pg.Pool): Promise<Store>
}

/** All databases for the tests of a store. */
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

/** A separate schema in the database of DATABASE_URL. */
async function postgres<Store>(openers: Openers<Store>): Promise<TestDatabase<Store>> {
  const connectionString = process.env['DATABASE_URL']
  if (!connectionString)
    throw new Error('DATABASE_URL is not set: run npm test -- --only=forge, which starts PostgreSQL.')
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
