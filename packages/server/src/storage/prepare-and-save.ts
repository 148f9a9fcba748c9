import { tooManyRequests } from '#foundation/exceptions/requests'
import type { Database } from './database.ts'
import { inTransaction } from './transaction.ts'

/** The result of `save`: done, or the changed record for which the work must be prepared again. */
export type Saved<Seen, Result> = { readonly done: Result } | { readonly changed: Seen }

/** The number of tries before the caller gets TooManyRequestsException. */
const maxTries = 3

/**
 * Prepares work that depends on a record outside a transaction, and saves it inside one.
 *
 * @param of.seen the record as it was read.
 * @param of.prepare slow work for this state of the record: composing, sealing, triggers.
 * @param of.save holds the record. If the prepared work does not fit it, `save` writes nothing and returns the record
 *   as `changed`. The work is then prepared again.
 * @throws TooManyRequestsException when the record changes during each try. AWS's clients retry by themselves.
 */
export async function prepareAndSave<Seen, Prepared, Result>(
  { db }: { db: Database },
  of: {
    seen: Seen
    prepare(seen: Seen): Promise<Prepared>
    save(transaction: Database, prepared: Prepared): Promise<Saved<Seen, Result>>
  },
): Promise<Result> {
  let { seen } = of
  for (let tries = 0; tries < maxTries; tries++) {
    const prepared = await of.prepare(seen)
    const saved = await inTransaction(db, (transaction) => of.save(transaction, prepared))
    if ('done' in saved) return saved.done
    seen = saved.changed
  }
  throw tooManyRequests()
}
