/** A sign-in between two steps: the API's `Session`. */
export interface ChallengeSessionTable {
  /** Digest of the opaque string. */
  id_digest: string
  user_pool_id: string
  client_id: string
  /** Sealed JSON of the sign-in's state. Associated data: `challenge-session:<id_digest>`. */
  sealed_state: string
  created_at: number
  expires_at: number
  /** Set once, by the conditional update that uses up the session. */
  consumed_at: number | null
}
