/** An app client: an application's registration with one user pool. */
export interface AppClientTable {
  /**
   * 26 lower-case letters and digits. Unique over all pools, so that the base URL can serve the clients of all pools.
   */
  id: string
  user_pool_id: string
  name: string
  /** The sealed client secret; null for a public client. Associated data: `app-client:<id>`. */
  sealed_secret: string | null
  /** The client's configuration in AWS's shape (`AppClientSettings`), JSON. */
  settings: string
  /** Settings that AWS does not have (`AppClientExtensions`), JSON. */
  extensions: string
  created_at: number
  updated_at: number
}
