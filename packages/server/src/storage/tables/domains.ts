/** A domain prefix: under which name a pool's managed login answers. */
export interface DomainTable {
  /** The prefix, lower case, unique over all pools. */
  domain: string
  /** One prefix domain a pool. */
  user_pool_id: string
  managed_login_version: number
  created_at: number
}
