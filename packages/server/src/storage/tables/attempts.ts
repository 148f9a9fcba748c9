/** A counter of failures or uses. The key is a digest, so that it does not reveal the user, name or address. */
export interface AttemptTable {
  key: string
  count: number
  /** Start of the window, or the last failure. */
  since: number
  /** Attempts are refused until this time. */
  locked_until: number
  /** When the row may be swept. */
  expires_at: number
}
