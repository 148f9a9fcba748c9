/** A stored row. Only the application can read the content of `sealed`. */
export interface TokenRow {
  /** '' in a new row. */
  readonly sealed: string
  /** The end of the current lease, in epoch milliseconds. 0: there is no lease. */
  readonly leaseUntil: number
}

/**
 * Stores sealed tokens for all processes of an application.
 *
 * - **Leases**: `claim` gives one caller the right to replace a row, for a limited time. When another caller claims,
 *   writes or removes the row, the lease has another number, and the first caller can not write any more.
 * - **Races**: each call is one atomic step with its condition in it. Many processes may call in parallel.
 * - **Time**: the caller passes epoch milliseconds. An expired row counts as missing. `sweep` removes it.
 * - **Repeats**: a caller may repeat `write`, `open` and `remove` when the answer was lost. A repeated `claim` or
 *   `replace` is refused.
 * - **Errors** are faults of the database, thrown as the driver throws them.
 */
export interface TokenStore {
  read(id: string, now: number): Promise<TokenRow | undefined>
  /** Writes a row. Replaces any earlier row and ends its lease. */
  write(id: string, row: { sealed: string; expiresAt: number }): Promise<void>
  /** Creates an empty row if there is none, or only an expired one. */
  open(id: string, row: { now: number; expiresAt: number }): Promise<void>
  /**
   * Takes the lease of a row that still has the content `sealed`. Returns the number of the lease. undefined when
   * another caller has the lease, or when the row has changed.
   */
  claim(id: string, claim: { sealed: string; now: number; until: number }): Promise<number | undefined>
  /** Writes as the holder of a lease, and ends the lease. Returns whether the caller still was the holder. */
  replace(id: string, row: { lease: number; sealed: string; expiresAt: number }): Promise<boolean>
  /** Ends a lease without a write. No caller can take a new lease before `until`. */
  release(id: string, release: { lease: number; until: number }): Promise<void>
  /** Removes a row. Returns whether it existed. */
  remove(id: string): Promise<boolean>
  /** Removes expired rows. Returns their number. */
  sweep(now: number): Promise<number>
}
