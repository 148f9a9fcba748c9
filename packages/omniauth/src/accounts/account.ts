import type { SyncedAttribute } from '#config/settings'

/** `deactivated` is a rest that the next sign-in ends; the two blocked ones keep the person out. */
export type AccountState = 'active' | 'blocked' | 'blocked_pending_approval' | 'deactivated'

/** A person who can sign in to the application. */
export interface Account {
  /** The store's own key, as a text. */
  readonly id: string
  /** ASCII, fit for a URL; unique without regard to ASCII letter case. */
  readonly username: string
  /** Unique without regard to ASCII letter case, and to nothing else. */
  readonly email: string
  /** Somebody who may say so has said that the address is this person's: a provider, an operator, a mail that was answered. */
  readonly emailVerified: boolean
  readonly name: string
  readonly location: string | undefined
  readonly organization: string | undefined
  readonly jobTitle: string | undefined
  readonly state: AccountState
  readonly admin: boolean
  /** Made through one of `external_providers`: sees no internal projects. */
  readonly external: boolean
  /** What the last sign-in took over from its provider; undefined when that provider keeps nothing up to date. */
  readonly synced: SyncedMetadata | undefined
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly lastSignInAt: number | undefined
}

/** Which attributes the provider of the last sign-in keeps up to date. */
export interface SyncedMetadata {
  readonly provider: string
  readonly attributes: readonly SyncedAttribute[]
}

/** How an account is found again. */
export interface Identity {
  readonly provider: string
  /** As the provider gave it, for showing. */
  readonly uid: string
  /** What is compared and indexed: {@link identityOf}. */
  readonly uidKey: string
}

/** An identity as the store has it. */
export interface StoredIdentity extends Identity {
  readonly accountId: string
  /** false: an administrator has declared it untrusted, and it signs nobody in. */
  readonly trusted: boolean
  readonly createdAt: number
}

/** An account to be made. Provider accounts come with their identities; one made by an operator may have none. */
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

/** What may be changed of an account; what is absent stays, `undefined` empties. States have a way of their own. */
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
 * Folds A-Z to a-z: how e-mail addresses, usernames and uids are compared. Nothing else is folded: taking the Kelvin sign for a k, or one
 * normal form for the other, would let one person's name meet another's.
 */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
