import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { migrations } from './migrations.ts'

export type ForgeDatabase = Database.Database

/**
 * Opens Forge's SQLite file. Creates it (mode 0600) and updates its tables when needed.
 * Refuses a file that a newer Forge wrote.
 */
export function openDatabase(file: string): ForgeDatabase {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // SQLite gives the -wal and -shm files the same mode.
  closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file, { timeout: 5_000 })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    migrate(db, file)
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

function migrate(db: ForgeDatabase, file: string): void {
  const upgrade = db.transaction(() => {
    const version = Number(db.pragma('user_version', { simple: true }))
    if (version > migrations.length) {
      throw new Error(
        `${file} was written by a newer Forge (its version is ${version}, this one knows ${migrations.length}). Start the newer Forge.`,
      )
    }
    for (const migration of migrations.slice(version)) {
      if (typeof migration === 'string') db.exec(migration)
      else migration(db)
    }
    db.pragma(`user_version = ${migrations.length}`)
  })
  // Immediate: when two processes start at once, the second one waits and finds the tables up to date.
  upgrade.immediate()
}
