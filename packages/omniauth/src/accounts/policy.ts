import type { AuthHash } from '#auth-hash'
import type { Identity } from './account.ts'
import { identityOf, profileOf } from './profile.ts'
import { usernameFrom } from './username.ts'

/** The settings of GitLab that say who gets an account. */
export interface AccountSettings {
  readonly allowSingleSignOn: boolean | readonly string[]
  readonly blockAutoCreatedUsers: boolean
}

/** What the application knows of an account that it found. */
export interface ExistingAccount {
  readonly id: string
  readonly state: 'active' | 'blocked' | 'blocked_pending_approval'
}

/** The account to be made. The application picks the first of `usernameCandidates(username)` that is free. */
export interface NewAccount {
  readonly identity: Identity
  readonly username: string
  readonly name: string
  readonly email: string
  /** The provider gave no e-mail address: the person should be asked for a real one. */
  readonly temporaryEmail: boolean
  readonly state: 'active' | 'blocked_pending_approval'
}

export type RefusalReason =
  | 'sign_up_disabled'
  | 'email_taken'
  | 'blocked'
  | 'blocked_pending_approval'
  | 'invalid_profile'

export type AccountDecision =
  | { readonly kind: 'sign-in'; readonly accountId: string }
  | { readonly kind: 'create'; readonly account: NewAccount }
  | { readonly kind: 'refuse'; readonly reason: RefusalReason }

export interface AccountFacts {
  readonly auth: AuthHash
  readonly settings: AccountSettings
  /** The account whose identity is `identityOf(auth)`. */
  readonly byIdentity: ExistingAccount | undefined
  /** The account that holds `profileOf(auth).email`, in any letter case. */
  readonly byEmail: ExistingAccount | undefined
}

/**
 * Decides what a sign-in means for the application's accounts. Pure: the caller has looked up the facts, and carries the decision out
 * (creation wants a unique index over provider and uid, for two callbacks at once).
 *
 * An address that is taken refuses: signing in with a provider never takes over an account made otherwise.
 */
export function decideAccount(facts: AccountFacts): AccountDecision {
  const { auth, settings, byIdentity, byEmail } = facts
  if (byIdentity !== undefined) {
    if (byIdentity.state !== 'active') return { kind: 'refuse', reason: byIdentity.state }
    return { kind: 'sign-in', accountId: byIdentity.id }
  }
  if (!mayCreate(settings.allowSingleSignOn, auth.provider)) return { kind: 'refuse', reason: 'sign_up_disabled' }
  if (byEmail !== undefined) return { kind: 'refuse', reason: 'email_taken' }
  const profile = profileOf(auth)
  if (profile.email.length > 254) return { kind: 'refuse', reason: 'invalid_profile' }
  return {
    kind: 'create',
    account: {
      ...profile,
      identity: identityOf(auth),
      username: usernameFrom(auth),
      state: settings.blockAutoCreatedUsers ? 'blocked_pending_approval' : 'active',
    },
  }
}

function mayCreate(allowed: boolean | readonly string[], provider: string): boolean {
  return typeof allowed === 'boolean' ? allowed : allowed.includes(provider)
}
