import type { Kysely } from 'kysely'

/** Names the channel of a message, outside its sealed text. Messages of earlier releases are all e-mails. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('outbox')
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('email'))
    .execute()
}
