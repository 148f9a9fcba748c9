import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

/** The part of the database that the checker reads. */
export interface FinalStore {
  readonly users: readonly {
    readonly sub: string
    readonly email: string
    readonly status: string
    readonly enabled: boolean
  }[]
  /** Sign-in names. */
  readonly aliases: readonly { readonly alias: string; readonly sub: string }[]
  readonly codes: readonly {
    readonly sub: string
    readonly consumed: boolean
    readonly originJti: string | null
  }[]
  readonly families: readonly { readonly originJti: string; readonly sub: string; readonly revoked: boolean }[]
  /** Messages in the outbox. */
  readonly waitingMessages: number
  /** The problems that SQLite's checks find. */
  readonly problems: readonly string[]
}

/** Reads a copy of the database. Opening the original would repair it, and the log would no longer be as the kill left it. */
export function readStore(file: string): FinalStore {
  return onCopy(file, (database) => {
    const rows = <Row>(statement: string): Row[] => database.prepare<[], Row>(statement).all()
    return {
      users: rows<{ sub: string; attributes: string; status: string; enabled: number }>(
        'select sub, attributes, status, enabled from users',
      ).map(({ attributes, enabled, ...user }) => ({
        ...user,
        email: String((JSON.parse(attributes) as Record<string, unknown>)['email']),
        enabled: enabled === 1,
      })),
      aliases: rows('select alias, sub from user_aliases'),
      codes: rows<{ sub: string; consumed_at: number | null; origin_jti: string | null }>(
        'select sub, consumed_at, origin_jti from authorization_codes',
      ).map((code) => ({ sub: code.sub, consumed: code.consumed_at !== null, originJti: code.origin_jti })),
      families: rows<{ origin_jti: string; sub: string; revoked_at: number | null }>(
        'select origin_jti, sub, revoked_at from refresh_tokens',
      ).map((family) => ({ originJti: family.origin_jti, sub: family.sub, revoked: family.revoked_at !== null })),
      waitingMessages: rows('select id from outbox').length,
      problems: problemsOf(database),
    }
  })
}

/** Returns the problems that SQLite's checks find in a copy of the database. */
export const storeProblems = (file: string): string[] => onCopy(file, problemsOf)

function problemsOf(database: Sqlite.Database): string[] {
  const integrity = database.pragma('integrity_check') as { integrity_check: string }[]
  const strays = database.pragma('foreign_key_check') as { table: string; parent: string }[]
  return [
    ...integrity.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
    ...strays.map(({ table, parent }) => `a row of ${table} refers to a missing row of ${parent}`),
  ]
}

function onCopy<Result>(file: string, read: (database: Sqlite.Database) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-store-'))
  try {
    const copy = join(folder, 'copy.sqlite')
    // Do not copy the shared-memory file: SQLite rebuilds it from the log, as after a power failure.
    for (const suffix of ['', '-wal'])
      if (existsSync(`${file}${suffix}`)) cpSync(`${file}${suffix}`, `${copy}${suffix}`)
    const database = new Sqlite(copy)
    try {
      return read(database)
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
