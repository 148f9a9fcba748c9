import { tooManyRequests } from '#foundation/exceptions/requests'
import type { Database } from './database.ts'
import { inTransaction } from './transaction.ts'

/** What `save` found: the record as it was prepared for, or another state of it. */
export type Saved<Seen, Result> = { readonly done: Result } | { readonly changed: Seen }

/** How often work is prepared anew before the caller is asked to come back. */
const mostTries = 3

/**
 * Prepares outside a transaction what depends on a record, and saves it inside one.
 *
 * @param of.seen the record as it was read.
 * @param of.prepare slow work for this state of the record: composing, sealing, triggers.
 * @param of.save holds the record. If what was prepared does not fit it any more, `save` writes nothing and gives back the
 *   record as `changed`: then all of it is prepared again for that state.
 * @throws TooManyRequestsException when the record changed each time; clients try again by themselves.
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
  for (let tries = 0; tries < mostTries; tries++) {
    const prepared = await of.prepare(seen)
    const saved = await inTransaction(db, (transaction) => of.save(transaction, prepared))
    if ('done' in saved) return saved.done
    seen = saved.changed
  }
  throw tooManyRequests()
}
