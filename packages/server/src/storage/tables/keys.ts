/** An RSA key that signs tokens of one pool. */
export interface SigningKeyTable {
  kid: string
  user_pool_id: string
  /** Which tokens it signs: `id` or `access`. */
  token_use: string
  /** Sealed PKCS#8 PEM. Associated data: `signing-key:<kid>`. */
  sealed_private_key: string
  /** Public JWK, JSON. */
  public_jwk: string
  created_at: number
}

/** An operator's key for the signed API (SigV4). */
export interface AccessKeyTable {
  id: string
  name: string
  /** Sealed, not hashed: SigV4 needs the secret itself. Associated data: `access-key:<id>`. */
  sealed_secret: string
  created_at: number
}

/** A known text under the master key: whoever opens the database with another key learns it at the start. */
export interface KeyCheckTable {
  id: string
  sealed_text: string
}
