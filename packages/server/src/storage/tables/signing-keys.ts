/** An RSA key that signs a pool's tokens. */
export interface SigningKeyTable {
  kid: string
  user_pool_id: string
  /** The tokens that it signs: `id` or `access`. */
  token_use: string
  /** Sealed PKCS#8 PEM. Associated data: `signing-key:<kid>`. */
  sealed_private_key: string
  /** Public JWK, JSON. */
  public_jwk: string
  created_at: number
}
