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
