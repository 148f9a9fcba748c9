import { forgetAttempts, takeAttempt } from '#accounts/attempts'
import type { Clock } from '#foundation/clock'
import type { Keys } from '#foundation/secrets'
import type { ForgeDatabase } from '#storage/database'
import { spendTotpCode } from './authenticators.ts'
import { spendRecoveryCode } from './recovery-codes.ts'

/** Attempts in a window of ten minutes. At any time, three of a million codes are valid. */
export const twoFactorAttempts = 10

export type SecondFactor = 'accepted' | 'invalid' | 'too-many-attempts'

/**
 * Checks a code of the app, or a recovery code, and uses it. The attempt counts before the check of the app's code. Recovery
 * codes cannot be guessed, so they have no limit: an attacker who knows the password cannot lock out the owner.
 */
export function checkSecondFactor(
  services: { db: ForgeDatabase; clock: Clock; keys: Pick<Keys, 'twoFactor' | 'recovery'> },
  given: { accountId: string; code: string },
): SecondFactor {
  const subject = `two-factor:${given.accountId}`
  if (!spendRecoveryCode(services, given)) {
    if (!takeAttempt(services, { subject, limit: twoFactorAttempts })) return 'too-many-attempts'
    if (!spendTotpCode(services, given)) return 'invalid'
  }
  forgetAttempts(services.db, subject)
  return 'accepted'
}
