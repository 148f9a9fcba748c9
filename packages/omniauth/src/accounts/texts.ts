import type { OmniauthFailure } from '#core/failure'
import type { RefusalReason } from './decision.ts'

export interface RefusalSubject {
  /** The provider's label. */
  readonly label: string
  /** The application's host, without scheme and `www.`. */
  readonly host: string
  /** The application's name that users know. */
  readonly application: string
  /** Whether users may sign up by themselves. The text then says so. Default false. */
  readonly signUpOpen?: boolean
  /**
   * How the text names the missing account: "account in HOST" as GitLab does today, or "GitLab account" as before.
   * Default `host`.
   */
  readonly wording?: 'host' | 'application'
}

/** The text for a refused user. GitLab's wording, except for two refusals that GitLab does not have. */
export function refusalText(reason: RefusalReason, subject: RefusalSubject): string {
  const { label, host, application } = subject
  switch (reason) {
    case 'sign_up_disabled':
      return signUpDisabledText(subject)
    case 'provider_disabled':
      return `Signing in using ${label} has been disabled`
    case 'untrusted_identity':
      return (
        `Signing in using your ${label} account has been disabled for security reasons. Please sign in to your ${application} account ` +
        `using another authentication method and reconnect to your ${label} account.`
      )
    case 'other_uid':
      return `Your account in ${host} is connected to another ${label} account. Sign in with that one, or ask your ${application} administrator to change its extern_uid.`
    case 'uid_taken':
      return (
        'Authentication failed: Extern uid has already been taken. ' +
        'Please contact your administrator to generate a unique extern_uid / NameID'
      )
    case 'provider_linked':
      return `Authentication failed: Your account is connected to another ${label} account. Disconnect that one first.`
    case 'blocked':
      return 'Your account has been blocked.'
    case 'blocked_pending_approval':
      return pendingApprovalText(application)
  }
}

function signUpDisabledText({
  label,
  host,
  application,
  signUpOpen = false,
  wording = 'host',
}: RefusalSubject): string {
  const missing = wording === 'host' ? `account in ${host}` : `${application} account`
  const refused = `Signing in using your ${label} account without a pre-existing ${missing} is not allowed.`
  const place = wording === 'host' ? `an account in ${host}` : `a ${application} account`
  return signUpOpen ? `${refused} Create ${place} first, and then connect it to your ${label} account.` : refused
}

/** The text for the owner of an account that waits for approval. */
export function pendingApprovalText(application: string): string {
  return (
    `Your account is pending approval from your ${application} administrator and hence blocked. ` +
    `Please contact your ${application} administrator if you think this is an error.`
  )
}

/** Notices of success, and two short refusals. GitLab's wording. */
export const accountTexts = {
  linked: 'Authentication method updated',
  reactivated: 'Welcome back! Your account had been deactivated due to inactivity but is now reactivated.',
  unlinkRefused: 'You are not allowed to unlink your primary login account',
  invalidState: 'Invalid state',
} as const

/** The page for an answer from which no account can be created. `status` is its HTTP status and its title. */
export function signInFailedTexts(
  label: string,
  { reasons, application }: { reasons: readonly string[]; application: string },
): { status: 422; heading: string; reason: string; hints: readonly string[]; contact: string } {
  const last = reasons.at(-1) ?? 'the account is invalid'
  const all = reasons.length < 2 ? last : `${reasons.slice(0, -1).join(', ')} and ${last}`
  return {
    status: 422,
    heading: `Sign-in using ${label} auth failed`,
    reason: `Sign-in failed because ${all}.`,
    hints: [
      'Try logging in with your email address.',
      'Try logging in with your username.',
      'If you have forgotten your password, try recovering it.',
    ],
    contact: `If none of the options work, contact your ${application} administrator.`,
  }
}

/** The text for a user after a failed sign-in. Devise's wording. */
export function failureText(label: string, failure: Pick<OmniauthFailure, 'type'>): string {
  const words = failure.type.replaceAll('_', ' ')
  return `Could not authenticate you from ${label} because "${words.charAt(0).toUpperCase()}${words.slice(1)}".`
}
