/** A user of one pool. */
export interface UserTable {
  /** UUID; the user's identity for ever. */
  sub: string
  user_pool_id: string
  /** Immutable; equals `sub` where a pool signs in by e-mail or phone. */
  username: string
  /** UNCONFIRMED, CONFIRMED, FORCE_CHANGE_PASSWORD or RESET_REQUIRED. */
  status: string
  /** 0 or 1. */
  enabled: number
  /** Attribute name to value, JSON; without `sub`. */
  attributes: string
  /** Encoded argon2id hash; null where no password was ever set. */
  password_hash: string | null
  /** Hex; public, it is sent to whoever starts SRP. */
  srp_salt: string | null
  /** Sealed hex verifier (password-equivalent). Associated data: `srp-verifier:<sub>`. */
  sealed_srp_verifier: string | null
  /** When a temporary password stops working. */
  temporary_password_expires_at: number | null
  created_at: number
  updated_at: number
}
