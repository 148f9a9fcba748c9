/** An app client: an application's registration with one user pool. */
export interface AppClientTable {
  /** 26 lower-case alphanumerics, unique over all pools, so that the base URL can serve every pool by client id. */
  id: string
  user_pool_id: string
  name: string
  /** The sealed client secret; null for a public client. Associated data: `app-client:<id>`. */
  sealed_secret: string | null
  /** The client's configuration as AWS shapes it (`AppClientSettings`), JSON. */
  settings: string
  /** What AWS has no word for (`AppClientExtensions`), JSON. */
  extensions: string
  created_at: number
  updated_at: number
}
