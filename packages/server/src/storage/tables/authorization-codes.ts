/** An authorization code between redirect and redemption (RFC 6749 4.1). */
export interface AuthorizationCodeTable {
  /** Digest of the code; the code itself is never stored. */
  code_digest: string
  user_pool_id: string
  client_id: string
  sub: string
  redirect_uri: string
  /** Space-separated. */
  scope: string
  nonce: string | null
  /** S256 challenge; null when the client sent none. */
  code_challenge: string | null
  auth_time: number
  created_at: number
  expires_at: number
  /** Set once, by the conditional update that uses up the code. */
  consumed_at: number | null
  /** The token family of the redemption, so that a replay can revoke it. */
  origin_jti: string | null
}
