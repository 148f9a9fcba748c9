import type { Coverage, OmniauthSettings } from '#config/settings'
import type { AuthHash } from '#core/auth-hash'
import type { AccountState, Identity } from './account.ts'
import type { DirectoryPerson } from './directory.ts'
import type { UsernameOptions } from './username.ts'

/** The settings of GitLab that say who gets an account, and which. */
export type AccountSettings = Pick<
  OmniauthSettings,
  | 'allowSingleSignOn'
  | 'blockAutoCreatedUsers'
  | 'autoLinkUser'
  | 'autoLinkLdapUser'
  | 'autoLinkSamlUser'
  | 'externalProviders'
>

/** What is known of an account that was found. */
export interface ExistingAccount {
  readonly id: string
  readonly state: AccountState
  readonly emailVerified: boolean
  readonly identities: readonly Pick<Identity, 'provider' | 'uidKey'>[]
}

/** The directory's person behind the sign-in, and whose accounts they may be. */
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
  /** An administrator has switched the provider off. */
  readonly isDisabled: boolean
  /** Providers whose addresses link although nobody vouches for them, as GitLab has it. Dangerous: false. */
  readonly linkUnverified: Coverage
  readonly username: UsernameOptions
  /** The account that the browser is signed in to: then the question is of linking. */
  readonly signedInAs: ExistingAccount | undefined
  /** The account whose identity is `identityOf(auth)`. */
  readonly byIdentity: { readonly account: ExistingAccount; readonly trusted: boolean } | undefined
  /** The account that holds `emailOf(auth)`. */
  readonly byEmail: ExistingAccount | undefined
  readonly directory: DirectoryFacts | undefined
  /** Whether the SAML provider has put the person into one of its `external_groups`; absent: it does not decide. */
  readonly inExternalGroup?: boolean | undefined
}

/** The account to be made. The first of `usernameCandidates(username)` that is free becomes its name. */
export interface NewAccount {
  readonly identities: readonly Identity[]
  readonly username: string
  readonly name: string
  readonly email: string
  readonly emailVerified: boolean
  /** The provider gave no e-mail address: the person should be asked for a real one. */
  readonly temporaryEmail: boolean
  readonly state: 'active' | 'blocked_pending_approval'
  readonly external: boolean
  /** Set when name, address and state are the directory's. */
  readonly person: DirectoryPerson | undefined
}

/**
 * - `other_uid`: the account that would be linked has another uid of this provider already.
 * - `uid_taken`, `provider_linked`: the signed-in person can't have this identity: it is another account's; theirs has one of this provider.
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
  /** `link`: identities that the account gets on the way, while it holds the address `whileEmail`. */
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
  /** No account can be made of the answer; sentences without a full stop. */
  | { readonly kind: 'invalid'; readonly reasons: readonly string[] }
