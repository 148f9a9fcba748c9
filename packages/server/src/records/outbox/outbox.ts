import type { Database } from '#storage/database'
import { prepared } from '#storage/prepared'
import type { OutboxTable } from '#storage/tables/outbox'

/** A message that is written in the transaction of the change that causes it. */
export interface OutboxMessage {
  readonly id: string
  readonly userPoolId: string
  /** The channel that sends it. A node of another release may have other channels. */
  readonly kind: string
  /** Sealed under `outboxContext(id)`, because it may contain a code. */
  readonly sealedMessage: string
  readonly createdAt: number
  /** The number of delivery tries. */
  readonly tries: number
  /** Delivery starts at this time or later. */
  readonly dueAt: number
}

/** Binds a sealed message to its row. */
export const outboxContext = (id: string): string => `outbox:${id}`

const due = prepared<{ now: number; limit: number }, OutboxTable>((db, parameter) =>
  db
    .selectFrom('outbox')
    .selectAll()
    .where('due_at', '<=', parameter('now'))
    .orderBy('due_at')
    .limit(parameter('limit')),
)

export async function insertOutboxMessage(db: Database, message: Omit<OutboxMessage, 'tries'>): Promise<void> {
  await db
    .insertInto('outbox')
    .values({
      id: message.id,
      user_pool_id: message.userPoolId,
      kind: message.kind,
      sealed_message: message.sealedMessage,
      created_at: message.createdAt,
      tries: 0,
      due_at: message.dueAt,
      last_error: null,
    })
    .execute()
}

export async function listDueMessages(db: Database, page: { now: number; limit: number }): Promise<OutboxMessage[]> {
  const rows = await due(db, page)
  return rows.map((row) => ({
    id: row.id,
    userPoolId: row.user_pool_id,
    kind: row.kind,
    sealedMessage: row.sealed_message,
    createdAt: row.created_at,
    tries: row.tries,
    dueAt: row.due_at,
  }))
}

/** Takes a message for delivery until `leaseUntil`; false when another node has taken it. */
export async function leaseMessage(
  db: Database,
  { message, leaseUntil }: { message: OutboxMessage; leaseUntil: number },
): Promise<boolean> {
  const result = await db
    .updateTable('outbox')
    .set({ tries: message.tries + 1, due_at: leaseUntil })
    .where('id', '=', message.id)
    .where('tries', '=', message.tries)
    .where('due_at', '=', message.dueAt)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Postpones a message after a failed delivery. */
export async function postponeMessage(
  db: Database,
  { id, dueAt, error }: { id: string; dueAt: number; error: string },
): Promise<void> {
  await db.updateTable('outbox').set({ due_at: dueAt, last_error: error }).where('id', '=', id).execute()
}

/** Deletes a message that was delivered, or whose delivery has failed for good. */
export async function deleteOutboxMessage(db: Database, id: string): Promise<void> {
  await db.deleteFrom('outbox').where('id', '=', id).execute()
}
