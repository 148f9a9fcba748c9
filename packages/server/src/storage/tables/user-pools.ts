/** A user pool: one directory of users with its own keys, policies and app clients. */
export interface UserPoolTable {
  /** `<region>_<9 alphanumerics>`. */
  id: string
  name: string
  /** The pool's configuration as AWS shapes it (`UserPoolSettings`), JSON. */
  settings: string
  created_at: number
  updated_at: number
}
