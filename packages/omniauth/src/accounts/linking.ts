import { uidProblems } from './account-rules.ts'
import type { AccountDecision, AccountFacts, ExistingAccount } from './decision.ts'
import { identityOf } from './profile.ts'

/**
 * What a provider's answer means while somebody is signed in: a way to sign in for their own account, and never another account. Works with providers that
 * an administrator has switched off for signing in, as in GitLab.
 */
export function decideLinking({ auth, byIdentity }: AccountFacts, own: ExistingAccount): AccountDecision {
  if (own.state === 'blocked' || own.state === 'blocked_pending_approval') return { kind: 'refuse', reason: own.state }
  const reasons = uidProblems(auth.uid)
  if (reasons.length > 0) return { kind: 'invalid', reasons }
  if (byIdentity?.account.id === own.id) return { kind: 'linked-already', accountId: own.id }
  if (byIdentity !== undefined) return { kind: 'refuse', reason: 'uid_taken' }
  if (own.identities.some(({ provider }) => provider === auth.provider))
    return { kind: 'refuse', reason: 'provider_linked' }
  return { kind: 'link', accountId: own.id, identity: identityOf(auth) }
}
