/** A key that signs calls of the API (SigV4). */
export interface AccessKeyTable {
  id: string
  name: string
  /** Sealed, not hashed, because SigV4 needs the secret itself. Associated data: `access-key:<id>`. */
  sealed_secret: string
  created_at: number
}
