import type { Kysely } from 'kysely'

/** Adds the channel of a message, outside its sealed text. All messages of earlier releases are e-mails. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('outbox')
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('email'))
    .execute()
}
