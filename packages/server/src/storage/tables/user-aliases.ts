/** A name that a user may sign in with. The primary key makes names unique in a pool, also across kinds. */
export interface UserAliasTable {
  user_pool_id: string
  /** The folded name (`foldName`). */
  alias: string
  sub: string
  /** username, email, phone_number or preferred_username. */
  kind: string
}
