import {
  type Account,
  type AccountChanges,
  type AccountStore,
  accountProblems,
  foldAscii,
  isReservedUsername,
  profileTextProblems,
} from '@poolhouse/omniauth'
import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'
import { confirmPassword, type PasswordConfirmation } from './confirm-password.ts'

/** The fields of the profile form. '' removes an optional value. */
export interface ProfileEdit {
  name: string
  email: string
  username: string
  location: string
  organization: string
  job_title: string
}

/** GitLab's words when the password for a change of the email address is wrong. */
const passwordTexts: Readonly<Record<Exclude<PasswordConfirmation, 'confirmed'>, string>> = {
  invalid: 'You must provide a valid current password to change your email',
  'too-many-attempts': 'Too many attempts. Wait ten minutes, then try again',
}

/**
 * Changes an account for its owner, except the attributes that a provider updates. A new email address needs the password.
 * It is not verified, so Forge links no provider by it. Returns the problems as sentences without a full stop; when there
 * are any, nothing changes.
 */
export async function editProfile(
  services: { db: ForgeDatabase; accounts: AccountStore; clock: Clock },
  account: Account,
  { edit, locked, password }: { edit: ProfileEdit; locked: readonly (keyof ProfileEdit)[]; password: string },
): Promise<readonly string[]> {
  const wished = { ...edit, ...Object.fromEntries(locked.map((attribute) => [attribute, held(account)[attribute]])) }
  const changes = changesTo(account, wished)
  const problems = [...accountProblems(wished), ...textProblems(wished), ...nameProblems(account, wished)]
  if (problems.length > 0) return problems
  if (changes.emailVerified === false) {
    const confirmed = await confirmPassword(services, { accountId: account.id, password })
    if (confirmed !== 'confirmed') return [passwordTexts[confirmed]]
  }
  const updated = await services.accounts.update(account.id, changes)
  if (updated.outcome === 'updated') return []
  if (updated.outcome === 'not_found') return ['The account no longer exists']
  return [updated.what === 'email' ? 'Email has already been taken' : 'Username has already been taken']
}

/** The values of an account for the form. */
export function held(account: Account): ProfileEdit {
  const { name, email, username, location = '', organization = '', jobTitle = '' } = account
  return { name, email, username, location, organization, job_title: jobTitle }
}

function changesTo(account: Account, { job_title: jobTitle, ...wished }: ProfileEdit): AccountChanges {
  const isOtherEmail = foldAscii(wished.email) !== foldAscii(account.email)
  return {
    ...wished,
    location: wished.location || undefined,
    organization: wished.organization || undefined,
    jobTitle: jobTitle || undefined,
    ...(isOtherEmail && { emailVerified: false }),
  }
}

function nameProblems(account: Account, { username }: ProfileEdit): string[] {
  const isOwn = foldAscii(username) === foldAscii(account.username)
  return !isOwn && isReservedUsername(foldAscii(username)) ? ['Username is a reserved name'] : []
}

function textProblems({ location, organization, job_title: jobTitle }: ProfileEdit): string[] {
  return Object.entries({ Location: location, Organization: organization, 'Job title': jobTitle }).flatMap(
    ([label, text]) => profileTextProblems(label, text),
  )
}
