/** A user pool: a directory of users with its own keys, policies and app clients. */
export interface UserPoolTable {
  /** `<region>_<9 letters and digits>`. */
  id: string
  name: string
  /** The pool's configuration in AWS's shape (`UserPoolSettings`), JSON. */
  settings: string
  created_at: number
  updated_at: number
}
