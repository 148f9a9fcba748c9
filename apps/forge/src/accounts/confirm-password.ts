import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'
import { attemptLimits, forgetAttempts, takeAttempt } from './attempts.ts'
import { longestPassword, verifyPassword } from './passwords.ts'
import { findPasswordHash } from './stored-passwords.ts'

export type PasswordConfirmation = 'confirmed' | 'invalid' | 'too-many-attempts'

/**
 * Asks somebody who is signed in for their password again, before a change that a borrowed browser should not be able to make. Guesses have a budget of
 * their own: whoever guesses at the sign-in form must not keep the owner from changing the password. An account without a password is not asked.
 */
export async function confirmPassword(
  services: { db: ForgeDatabase; clock: Clock },
  { accountId, password }: { accountId: string; password: string },
): Promise<PasswordConfirmation> {
  const { db } = services
  const hash = findPasswordHash(db, accountId)
  if (hash === undefined) return 'confirmed'
  const subject = `confirm:${accountId}`
  if (!takeAttempt(services, { subject, limit: attemptLimits.account })) return 'too-many-attempts'
  if (password.length > longestPassword || !(await verifyPassword(hash, password))) return 'invalid'
  forgetAttempts(db, subject)
  return 'confirmed'
}

/** What a person reads of it; GitLab's words. */
export const confirmationTexts = {
  invalid: 'You must provide a valid current password.',
  'too-many-attempts': 'Too many attempts. Wait ten minutes, then try again.',
} as const
