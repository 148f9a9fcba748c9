/** A message. It is written in the transaction of the change that causes it, and sent after the commit. */
export interface OutboxTable {
  id: string
  user_pool_id: string
  /** The channel that sends it: `email`. */
  kind: string
  /** Sealed JSON of the message. Associated data: `outbox:<id>`. */
  sealed_message: string
  created_at: number
  /** The number of delivery tries. */
  tries: number
  /** Delivery starts at this time or later. During a delivery it is the end of the node's lease. */
  due_at: number
  last_error: string | null
}
