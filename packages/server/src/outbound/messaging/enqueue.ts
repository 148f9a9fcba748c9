import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { newUuid } from '#foundation/ids'
import { insertOutboxMessage, outboxContext } from '#records/outbox/outbox'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Database } from '#storage/database'
import type { Composed } from './compose.ts'

/** A message as it lies sealed in the outbox. */
export interface QueuedEmail extends Composed {
  readonly to: string
  /** The pool's own sender, else the server's. */
  readonly from?: string | undefined
  readonly replyTo?: string | undefined
  /** After that it helps nobody any more, as a code that has expired. */
  readonly usefulUntil: number
}

/** Puts an e-mail into the outbox, in the transaction of the change that causes it. Wake the courier after the commit. */
export async function enqueueEmail(
  { clock, random, sealer }: { clock: Clock; random: Random; sealer: Sealer },
  transaction: Database,
  { pool, to, usefulUntil, message }: { pool: UserPool; to: string; usefulUntil: number; message: Composed },
): Promise<{ id: string }> {
  const id = newUuid(random)
  const now = clock.now()
  const { From: from, ReplyToEmailAddress: replyTo } = pool.settings.EmailConfiguration ?? {}
  const email: QueuedEmail = { ...message, to, from, replyTo, usefulUntil }
  const sealedMessage = sealer.seal(JSON.stringify(email), outboxContext(id))
  await insertOutboxMessage(transaction, { id, userPoolId: pool.id, sealedMessage, createdAt: now, dueAt: now })
  return { id }
}
