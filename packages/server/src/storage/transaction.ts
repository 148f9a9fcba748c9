import type { Database } from './database.ts'

type Effect = () => unknown

/** The effects that wait for the commit of each open transaction. */
const waiting = new WeakMap<Database, Effect[]>()

/**
 * Runs `work` in one transaction: all of it is kept, or nothing. Inside another transaction it joins that one.
 * No message, trigger or other slow effect belongs in `work`.
 */
export async function inTransaction<Result>(
  db: Database,
  work: (transaction: Database) => Promise<Result>,
): Promise<Result> {
  if (db.isTransaction) return await work(db)
  const effects: Effect[] = []
  const result = await db.transaction().execute(async (transaction) => {
    waiting.set(transaction, effects)
    return await work(transaction)
  })
  for (const effect of effects) void run(effect)
  return result
}

/**
 * Registers an effect that runs once, right after the outermost transaction has committed; never after a rollback. Without a
 * transaction each statement has committed already, so the effect runs at once. The caller does not wait for it and never gets
 * its failure: an effect reports its own failures.
 */
export function afterCommit(transaction: Database, effect: Effect): void {
  if (!transaction.isTransaction) return void run(effect)
  const effects = waiting.get(transaction)
  if (!effects) throw new TypeError('This transaction was not opened by inTransaction.')
  effects.push(effect)
}

async function run(effect: Effect): Promise<void> {
  try {
    await effect()
  } catch {
    // The commit is done: nothing that happens after it may look like a failure of the transaction.
  }
}
