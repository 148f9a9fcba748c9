/** The domain prefix of a pool's managed login. */
export interface DomainTable {
  /** The prefix, lower case, unique over all pools. */
  domain: string
  /** Unique: a pool has at most one domain. */
  user_pool_id: string
  managed_login_version: number
  created_at: number
}
