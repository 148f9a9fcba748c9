/** A browser that is signed in to a pool's managed login. */
export interface BrowserSessionTable {
  /** Digest of the cookie's value. */
  id_digest: string
  user_pool_id: string
  sub: string
  auth_time: number
  created_at: number
  expires_at: number
}
