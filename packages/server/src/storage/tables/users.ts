/** A user of one pool. */
export interface UserTable {
  /** UUID: the user's permanent identity. */
  sub: string
  user_pool_id: string
  /** Immutable. It equals `sub` in a pool that signs in by e-mail or phone. */
  username: string
  /** UNCONFIRMED, CONFIRMED, FORCE_CHANGE_PASSWORD or RESET_REQUIRED. */
  status: string
  /** 0 or 1. */
  enabled: number
  /** Attribute name to value, JSON; without `sub`. */
  attributes: string
  /** Encoded argon2id hash; null for a user who never had a password. */
  password_hash: string | null
  /** Hex. It is public: each client that starts SRP gets it. */
  srp_salt: string | null
  /** Sealed hex verifier (password-equivalent). Associated data: `srp-verifier:<sub>`. */
  sealed_srp_verifier: string | null
  /** When a temporary password stops working. */
  temporary_password_expires_at: number | null
  created_at: number
  updated_at: number
}
