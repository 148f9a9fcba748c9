import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'
import { attemptLimits, forgetAttempts, takeAttempt } from './attempts.ts'
import { longestPassword, verifyPassword } from './passwords.ts'
import { findPasswordHash } from './stored-passwords.ts'

export type PasswordConfirmation = 'confirmed' | 'invalid' | 'too-many-attempts'

/**
 * Asks a signed-in user for the password again, before a change that needs more than an open browser. These attempts have
 * a separate budget, so that an attacker at the sign-in form cannot stop the owner from changing the password. An account
 * without a password needs no confirmation.
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

/** The texts for users, in GitLab's words. */
export const confirmationTexts = {
  invalid: 'You must provide a valid current password.',
  'too-many-attempts': 'Too many attempts. Wait ten minutes, then try again.',
} as const
