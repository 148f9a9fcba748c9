import { forgetAttempts, takeAttempt } from '#accounts/attempts'
import type { Clock } from '#foundation/clock'
import type { Keys } from '#foundation/secrets'
import type { ForgeDatabase } from '#storage/database'
import { spendTotpCode } from './authenticators.ts'
import { spendRecoveryCode } from './recovery-codes.ts'

/** Guesses in one window of ten minutes: of a million codes three are right at a time. */
export const twoFactorAttempts = 10

export type SecondFactor = 'accepted' | 'invalid' | 'too-many-attempts'

/**
 * Checks a code of the app, or a recovery code, and uses it up. The attempt is counted before the app's code is looked at. Recovery codes can't be guessed, so they are taken
 * whatever the count is: who knows the password must not keep the owner out by guessing.
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
