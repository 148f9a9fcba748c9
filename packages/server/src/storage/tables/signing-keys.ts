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
