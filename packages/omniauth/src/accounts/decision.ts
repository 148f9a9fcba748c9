import type { Coverage, OmniauthSettings } from '#config/settings'
import type { AuthHash } from '#core/auth-hash'
import type { AccountState, Identity } from './account.ts'
import type { DirectoryPerson } from './directory.ts'
import type { UsernameOptions } from './username.ts'

/** GitLab's settings that decide whether a user gets an account, and which one. */
export type AccountSettings = Pick<
  OmniauthSettings,
  | 'allowSingleSignOn'
  | 'blockAutoCreatedUsers'
  | 'autoLinkUser'
  | 'autoLinkLdapUser'
  | 'autoLinkSamlUser'
  | 'externalProviders'
>

/** The facts about an account that exists. */
export interface ExistingAccount {
  readonly id: string
  readonly state: AccountState
  readonly emailVerified: boolean
  readonly identities: readonly Pick<Identity, 'provider' | 'uidKey'>[]
}

/** The directory's person for this sign-in, and the accounts that may be theirs. */
export interface DirectoryFacts {
  readonly person: DirectoryPerson
  /** The account whose identity is the person's DN. */
  readonly byIdentity: ExistingAccount | undefined
  /** The account that holds the person's address. */
  readonly byEmail: ExistingAccount | undefined
}

export interface AccountFacts {
  readonly auth: AuthHash
  readonly settings: AccountSettings
  readonly isSaml: boolean
  /** An administrator disabled the provider. */
  readonly isDisabled: boolean
  /** Providers whose unverified addresses link, as in GitLab. Dangerous; use false. */
  readonly linkUnverified: Coverage
  readonly username: UsernameOptions
  /** The account that the browser is signed in to. The decision is then about linking. */
  readonly signedInAs: ExistingAccount | undefined
  /** The account whose identity is `identityOf(auth)`. */
  readonly byIdentity: { readonly account: ExistingAccount; readonly trusted: boolean } | undefined
  /** The account that holds `emailOf(auth)`. */
  readonly byEmail: ExistingAccount | undefined
  readonly directory: DirectoryFacts | undefined
  /** Whether the user is in one of the SAML provider's `external_groups`. Absent: the provider does not decide. */
  readonly inExternalGroup?: boolean | undefined
}

/** The account to create. Its username is the first free one of `usernameCandidates(username)`. */
export interface NewAccount {
  readonly identities: readonly Identity[]
  readonly username: string
  readonly name: string
  readonly email: string
  readonly emailVerified: boolean
  /** The provider gave no e-mail address: ask the user for a real one. */
  readonly temporaryEmail: boolean
  readonly state: 'active' | 'blocked_pending_approval'
  readonly external: boolean
  /** Set when the name, address and state come from the directory. */
  readonly person: DirectoryPerson | undefined
}

/**
 * - `other_uid`: the account to link already has another uid of this provider.
 * - `uid_taken`: the signed-in user can not link this identity, because it belongs to another account.
 * - `provider_linked`: the signed-in user can not link this identity, because the account has one of this provider.
 */
export type RefusalReason =
  | 'provider_disabled'
  | 'sign_up_disabled'
  | 'untrusted_identity'
  | 'other_uid'
  | 'uid_taken'
  | 'provider_linked'
  | 'blocked'
  | 'blocked_pending_approval'

export type AccountDecision =
  /** `link`: identities to add to the account, if it still has the address `whileEmail`. */
  | {
      readonly kind: 'sign-in'
      readonly accountId: string
      readonly link: readonly Identity[]
      readonly whileEmail: string | undefined
    }
  | { readonly kind: 'create'; readonly account: NewAccount }
  | { readonly kind: 'link'; readonly accountId: string; readonly identity: Identity }
  | { readonly kind: 'linked-already'; readonly accountId: string }
  | { readonly kind: 'refuse'; readonly reason: RefusalReason }
  /** No account can be created from the answer. The reasons are sentences without a full stop. */
  | { readonly kind: 'invalid'; readonly reasons: readonly string[] }
