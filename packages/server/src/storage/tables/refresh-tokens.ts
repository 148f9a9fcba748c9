/** A refresh token. Its row is also the record of its token family: all tokens of one sign-in. */
export interface RefreshTokenTable {
  /** The family's id, in the claim `origin_jti` of each token. */
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
