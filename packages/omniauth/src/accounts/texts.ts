import type { OmniauthFailure } from '#failure'
import type { RefusalReason } from './policy.ts'

export interface RefusalSubject {
  /** The provider's label. */
  readonly label: string
  /** The application's own host, without scheme and `www.`. */
  readonly host: string
  /** The application's name, as people know it. */
  readonly application: string
}

/** What a refused person reads; GitLab's wording. */
export function refusalText(reason: RefusalReason, { label, host, application }: RefusalSubject): string {
  switch (reason) {
    case 'sign_up_disabled':
      return `Signing in using your ${label} account without a pre-existing account in ${host} is not allowed.`
    case 'email_taken':
      return 'Sign-in failed because Email has already been taken.'
    case 'invalid_profile':
      return 'Identity provider email must be 254 characters or less.'
    case 'blocked':
      return 'Your account has been blocked.'
    case 'blocked_pending_approval':
      return pendingApprovalText(application)
  }
}

/** What the owner of an account that waits for approval reads. */
export function pendingApprovalText(application: string): string {
  return (
    `Your account is pending approval from your ${application} administrator and hence blocked. ` +
    `Please contact your ${application} administrator if you think this is an error.`
  )
}

/** What a person reads after a failed sign-in; Devise's wording. */
export function failureText(label: string, failure: Pick<OmniauthFailure, 'type'>): string {
  const words = failure.type.replaceAll('_', ' ')
  return `Could not authenticate you from ${label} because "${words.charAt(0).toUpperCase()}${words.slice(1)}".`
}
