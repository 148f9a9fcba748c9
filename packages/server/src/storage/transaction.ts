import type { Database } from './database.ts'

type Effect = () => unknown

/** The effects that wait for the commit of each open transaction. */
const waiting = new WeakMap<Database, Effect[]>()

/**
 * Runs `work` in one transaction: all changes are saved, or none. Inside another transaction, it joins that one.
 * Do not send messages, call triggers or do other slow work in `work`.
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
 * Registers an effect that runs once, after the commit of the outermost transaction. It never runs after a rollback.
 * Without a transaction, each statement has already committed, so the effect runs at once. The caller does not wait for
 * it and does not get its failure. An effect reports its own failures.
 */
export function afterCommit(transaction: Database, effect: Effect): void {
  if (!transaction.isTransaction) return void run(effect)
  const effects = waiting.get(transaction)
  if (!effects) throw new TypeError('This transaction was not opened by inTransaction. Use inTransaction to open it.')
  effects.push(effect)
}

async function run(effect: Effect): Promise<void> {
  try {
    await effect()
  } catch {
    // The transaction has committed, so a failed effect must not look like a failed transaction.
  }
}
