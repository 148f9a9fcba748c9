/** A code sent to a user. The primary key (sub, purpose) leaves only the newest one valid. */
export interface VerificationCodeTable {
  sub: string
  /** sign-up, forgot-password or attribute:<name>. */
  purpose: string
  user_pool_id: string
  /** Keyed digest over purpose, sub and code. */
  code_digest: string
  /** The attribute that the code was sent to, which a right code verifies. */
  attribute: string
  /** The destination the code went to: a later change of the attribute voids the code. */
  destination: string
  created_at: number
  expires_at: number
}

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
