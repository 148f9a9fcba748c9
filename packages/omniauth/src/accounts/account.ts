import type { SyncedAttribute } from '#config/settings'

/**
 * The next sign-in activates a `deactivated` account again. A user with one of the two blocked states can not sign in.
 */
export type AccountState = 'active' | 'blocked' | 'blocked_pending_approval' | 'deactivated'

/** The account of a user of the application. */
export interface Account {
  /** The store's key, as a text. */
  readonly id: string
  /** ASCII that is valid in a URL. Unique; ASCII letter case is ignored. */
  readonly username: string
  /** Unique. Only ASCII letter case is ignored. */
  readonly email: string
  /**
   * The address is proved to be the user's: by a provider, by an administrator, or by an e-mail that the user
   * confirmed.
   */
  readonly emailVerified: boolean
  readonly name: string
  readonly location: string | undefined
  readonly organization: string | undefined
  readonly jobTitle: string | undefined
  readonly state: AccountState
  readonly admin: boolean
  /** One of `external_providers` created the account: the user sees no internal projects. */
  readonly external: boolean
  /** What the last sign-in copied from its provider. undefined when that provider does not sync profiles. */
  readonly synced: SyncedMetadata | undefined
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly lastSignInAt: number | undefined
}

/** The attributes that the provider of the last sign-in keeps up to date. */
export interface SyncedMetadata {
  readonly provider: string
  readonly attributes: readonly SyncedAttribute[]
}

/** Identifies the account of a provider's user. */
export interface Identity {
  readonly provider: string
  /** As the provider gave it, for display. */
  readonly uid: string
  /** The form that is compared and indexed: {@link identityOf}. */
  readonly uidKey: string
}

/** An identity in the store. */
export interface StoredIdentity extends Identity {
  readonly accountId: string
  /** false: an administrator declared it untrusted, and no user can sign in with it. */
  readonly trusted: boolean
  readonly createdAt: number
}

/**
 * An account to create. An account from a provider has identities. An account that an administrator creates may have
 * none.
 */
export interface AccountToCreate {
  readonly username: string
  readonly email: string
  readonly emailVerified: boolean
  readonly name: string
  readonly location?: string | undefined
  readonly organization?: string | undefined
  readonly jobTitle?: string | undefined
  readonly state: AccountState
  readonly admin?: boolean
  readonly external?: boolean
  readonly synced?: SyncedMetadata | undefined
  readonly identities: readonly Identity[]
}

/** Changes of an account. An absent key changes nothing, `undefined` clears the value. `setState` changes the state. */
export interface AccountChanges {
  readonly username?: string
  readonly email?: string
  readonly emailVerified?: boolean
  readonly name?: string
  readonly location?: string | undefined
  readonly organization?: string | undefined
  readonly jobTitle?: string | undefined
  readonly admin?: boolean
  readonly external?: boolean
  readonly synced?: SyncedMetadata | undefined
}

/**
 * Changes A-Z to a-z, for comparing e-mail addresses, usernames and uids. All other characters stay: if the Kelvin sign
 * became a k, or one Unicode normal form the other, the names of two users could become equal.
 */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
