/** A refresh token, and with it the family of tokens that descend from one sign-in. */
export interface RefreshTokenTable {
  /** Names the family in every token's `origin_jti` claim. */
  origin_jti: string
  /** Digest of the token; the token itself is never stored. */
  token_digest: string
  user_pool_id: string
  client_id: string
  sub: string
  /** Space-separated scopes of the family's access tokens. */
  scope: string
  auth_time: number
  created_at: number
  expires_at: number
  revoked_at: number | null
}
