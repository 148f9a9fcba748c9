/** A code that was sent to a user. The primary key (sub, purpose) keeps only the newest one. */
export interface VerificationCodeTable {
  sub: string
  /** sign-up, forgot-password or attribute:<name>. */
  purpose: string
  user_pool_id: string
  /** Keyed digest over purpose, sub and code. */
  code_digest: string
  /** The attribute with the address that the code was sent to. The right code verifies it. */
  attribute: string
  /** The address that the code was sent to. A later change of the attribute voids the code. */
  destination: string
  created_at: number
  expires_at: number
}
