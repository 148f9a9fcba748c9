import { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database, Schema } from './database.ts'
import { postgresDialect } from './dialects/postgres.ts'
import { sqliteDialect } from './dialects/sqlite.ts'
import * as theJourney from './migrations/0001-the-journey.ts'
import * as outboxKind from './migrations/0002-outbox-kind.ts'

const migrations: Record<string, Migration> = {
  '0001-the-journey': theJourney,
  '0002-outbox-kind': outboxKind,
}

/**
 * Opens the database and applies the missing migrations.
 *
 * @param url `postgres://...`, or the path of an SQLite file (`:memory:` for a database without a file).
 * @throws when a newer release has migrated the database, or a migration fails. A failed migration changes nothing.
 */
export async function openDatabase(url: string): Promise<Database> {
  const db = new Kysely<Schema>({
    dialect: /^postgres(ql)?:\/\//.test(url) ? postgresDialect(url) : sqliteDialect(url),
  })
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}

/** Applies the missing migrations. Several nodes may start at once, because Kysely locks the migration table. */
async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const applied = (await migrator.getMigrations()).filter((migration) => migration.executedAt)
  if (applied.length === Object.keys(migrations).length) return
  const { error } = await migrator.migrateToLatest()
  if (error)
    throw new Error('The database could not be migrated. Its tables may be from a newer release of Poolhouse.', {
      cause: error,
    })
}
