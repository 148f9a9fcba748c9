export type AccountState = 'active' | 'blocked_pending_approval' | 'blocked'

/** A person who can sign in to Forge. */
export interface Account {
  id: number
  username: string
  email: string
  name: string
  passwordHash: string
  passwordAutomaticallySet: boolean
  state: AccountState
}

/** Who an account is at a provider. */
export interface StoredIdentity {
  provider: string
  externUid: string
}

export interface NewAccount {
  username: string
  email: string
  name: string
  passwordHash: string
  passwordAutomaticallySet: boolean
  state: AccountState
}

/** An account that can't be stored as it is; `reasons` are sentences without a full stop, as GitLab words them. */
export class InvalidAccount extends Error {
  readonly reasons: readonly string[]

  constructor(reasons: readonly string[]) {
    super(reasons.join('. '))
    this.name = 'InvalidAccount'
    this.reasons = reasons
  }
}
