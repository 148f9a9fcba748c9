import type { Database } from '#storage/database'
import { heldForChange } from '#storage/dialect'
import { inTransaction } from '#storage/transaction'
import { lockAfter, longestLock } from './lockout.ts'

/** When the lock of a key ends; 0 for a key that is not locked. */
export async function lockedUntil(db: Database, { key, now }: { key: string; now: number }): Promise<number> {
  const row = await db.selectFrom('attempts').select('locked_until').where('key', '=', key).executeTakeFirst()
  return row && row.locked_until > now ? row.locked_until : 0
}

/** Counts one wrong password and sets the lock. After 15 idle minutes the count starts again at one. */
export async function recordFailure(db: Database, { key, now }: { key: string; now: number }): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('attempts')
      .values({ key, count: 0, since: now, locked_until: 0, expires_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const query = transaction.selectFrom('attempts').select(['count', 'since']).where('key', '=', key)
    const row = await heldForChange(transaction, query).executeTakeFirstOrThrow()
    const count = now - row.since > longestLock ? 1 : row.count + 1
    const locked = now + lockAfter(count)
    await transaction
      .updateTable('attempts')
      .set({ count, since: now, locked_until: locked, expires_at: locked + longestLock })
      .where('key', '=', key)
      .execute()
  })
}

/** Resets the count of a key, after a right password. */
export async function forgetFailures(db: Database, key: string): Promise<void> {
  await db.deleteFrom('attempts').where('key', '=', key).execute()
}

/**
 * Takes one use from a budget of `limit` uses in a window; false when there is none left. Simultaneous calls never take
 * the same use.
 * @param window milliseconds from the first use.
 */
export async function takeFromBudget(
  db: Database,
  { key, limit, window, now }: { key: string; limit: number; window: number; now: number },
): Promise<boolean> {
  return await inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('attempts')
      .values({ key, count: 0, since: now, locked_until: 0, expires_at: now + window })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const query = transaction.selectFrom('attempts').select(['count', 'since']).where('key', '=', key)
    const row = await heldForChange(transaction, query).executeTakeFirstOrThrow()
    const fresh = now - row.since >= window
    const count = (fresh ? 0 : row.count) + 1
    if (count > limit) return false
    const since = fresh ? now : row.since
    await transaction
      .updateTable('attempts')
      .set({ count, since, expires_at: since + window })
      .where('key', '=', key)
      .execute()
    return true
  })
}

/** Whether a budget has no use left. It takes none. */
export async function isSpent(
  db: Database,
  { key, limit, window, now }: { key: string; limit: number; window: number; now: number },
): Promise<boolean> {
  const row = await db.selectFrom('attempts').select(['count', 'since']).where('key', '=', key).executeTakeFirst()
  return row !== undefined && now - row.since < window && row.count >= limit
}

export async function sweepAttempts(db: Database, before: number): Promise<void> {
  await db.deleteFrom('attempts').where('expires_at', '<', before).execute()
}
