import { uidProblems } from './account-rules.ts'
import type { AccountDecision, AccountFacts, ExistingAccount } from './decision.ts'
import { identityOf } from './profile.ts'

/**
 * Decides what a provider's answer means for a signed-in user. It may add the identity to the user's own account. It
 * never signs in to another account. As in GitLab, this also works with providers that an administrator disabled for
 * sign-in.
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
