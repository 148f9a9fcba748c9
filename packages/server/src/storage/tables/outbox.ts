/** A message written with the change that causes it, delivered after the commit. */
export interface OutboxTable {
  id: string
  user_pool_id: string
  /** The channel that carries it: `email`. */
  kind: string
  /** Sealed JSON of the message. Associated data: `outbox:<id>`. */
  sealed_message: string
  created_at: number
  /** How often delivery was tried. */
  tries: number
  /** Not before then; also the lease of whoever is delivering. */
  due_at: number
  last_error: string | null
}
