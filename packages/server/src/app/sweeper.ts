import type { Clock } from '#foundation/clock'
import type { Log } from '#foundation/log'
import { sweepAttempts } from '#records/attempts/attempts'
import { sweepAuthorizationCodes } from '#records/authorization-codes/authorization-codes'
import { sweepBrowserSessions } from '#records/browser-sessions/browser-sessions'
import { sweepChallengeSessions } from '#records/challenge-sessions/challenge-sessions'
import { sweepRefreshTokens } from '#records/refresh-tokens/refresh-tokens'
import { sweepVerificationCodes } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'

const interval = 10 * 60_000

/** How long expired rows are kept, to distinguish expired codes and sessions from unknown ones, and to detect replays. */
const retention = 24 * 60 * 60_000

/** Deletes rows that expired and are no longer needed. */
export async function sweep({ clock, db }: { clock: Clock; db: Database }): Promise<void> {
  const before = clock.now() - retention
  await sweepAuthorizationCodes(db, before)
  await sweepBrowserSessions(db, before)
  await sweepChallengeSessions(db, before)
  await sweepVerificationCodes(db, before)
  await sweepAttempts(db, clock.now())
  // An access token may be valid for up to a day after its refresh token expired. The retention covers this day.
  await sweepRefreshTokens(db, before)
}

/** Sweeps at regular intervals until stopped. */
export function startSweeper(services: { clock: Clock; db: Database; log: Log }): { stop(): void } {
  const timer = setInterval(() => {
    sweep(services).catch((error: unknown) => services.log.error('sweep-failed', { error: String(error) }))
  }, interval)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
