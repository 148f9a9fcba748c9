/** A counter of failures or uses, keyed by digest so that it tells nothing of whom it counts. */
export interface AttemptTable {
  key: string
  count: number
  /** Start of the window, or the last failure. */
  since: number
  /** Refuse until then. */
  locked_until: number
  /** When the row may be swept. */
  expires_at: number
}
