/** Every name a user may sign in with. The primary key makes names unique in a pool, whatever their kind. */
export interface UserAliasTable {
  user_pool_id: string
  /** The name under the pool's folding. */
  alias: string
  sub: string
  /** username, email, phone_number or preferred_username. */
  kind: string
}
