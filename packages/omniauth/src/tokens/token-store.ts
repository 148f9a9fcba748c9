/** A row as it is stored: what `sealed` holds only the application can read. */
export interface TokenRow {
  /** '' before something was written. */
  readonly sealed: string
  /** Epoch milliseconds until which somebody has the right to replace it; 0: nobody. */
  readonly leaseUntil: number
}

/**
 * Where sealed tokens lie, shared by all processes of an application.
 *
 * - **Leases**: `claim` gives one caller at a time the right to replace a row, for a while. What a lease's holder writes after somebody else has claimed,
 *   written or removed the row is refused: its number is another one then.
 * - **Races**: each call is one atomic step with its condition in it, from any number of processes.
 * - **Time**: epoch milliseconds, given by the caller. A row that has expired is not there; `sweep` clears it away.
 * - **Repeats**: `write`, `open` and `remove` may be repeated after a lost answer. A `claim` or a `replace` that is repeated is refused.
 * - **Errors** are faults of the database, thrown as the driver throws them.
 */
export interface TokenStore {
  read(id: string, now: number): Promise<TokenRow | undefined>
  /** Writes a row, whatever was there; a lease on that is void. */
  write(id: string, row: { sealed: string; expiresAt: number }): Promise<void>
  /** Makes an empty row unless there is one that has not expired. */
  open(id: string, row: { now: number; expiresAt: number }): Promise<void>
  /** Takes the lease of a row that still holds `sealed`. The number of the lease; undefined when somebody else has it, or the row has changed. */
  claim(id: string, claim: { sealed: string; now: number; until: number }): Promise<number | undefined>
  /** Writes as the holder of a lease, and gives it back; says whether it still was the holder. */
  replace(id: string, row: { lease: number; sealed: string; expiresAt: number }): Promise<boolean>
  /** Gives a lease back with nothing written; `until` keeps others from it a while longer. */
  release(id: string, release: { lease: number; until: number }): Promise<void>
  /** Says whether there was a row. */
  remove(id: string): Promise<boolean>
  /** Clears away what has expired; the number of rows. */
  sweep(now: number): Promise<number>
}
