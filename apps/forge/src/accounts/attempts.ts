import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'

/** How many failures are allowed in a window, for an account or name, and for an address. */
export const attemptLimits = { account: 10, address: 100, windowMs: 10 * 60_000 } as const

/**
 * Takes one attempt from the budget of `subject`. Call it before the check of the password, so that parallel guesses count
 * too. Returns whether the attempt is allowed. A refused attempt does not lengthen the wait, so that an attacker cannot
 * lock out the owner for ever.
 */
export function takeAttempt(
  { db, clock }: { db: ForgeDatabase; clock: Clock },
  { subject, limit }: { subject: string; limit: number },
): boolean {
  const now = clock.now()
  const row = db
    .prepare<{ subject: string; now: number; ends: number; limit: number }, { failures: number }>(
      `INSERT INTO attempts (subject, failures, window_ends_at) VALUES (@subject, 1, @ends)
       ON CONFLICT (subject) DO UPDATE SET
         failures       = CASE WHEN window_ends_at <= @now THEN 1 ELSE failures + 1 END,
         window_ends_at = CASE WHEN window_ends_at <= @now THEN @ends ELSE window_ends_at END
       WHERE window_ends_at <= @now OR failures < @limit
       RETURNING failures`,
    )
    .get({ subject, now, ends: now + attemptLimits.windowMs, limit })
  return row !== undefined
}

/** Forgets the failures of `subject`, after a success. */
export function forgetAttempts(db: ForgeDatabase, subject: string): void {
  db.prepare('DELETE FROM attempts WHERE subject = ?').run(subject)
}

/** Returns one attempt to a shared budget (of an address), after a success. */
export function returnAttempt(db: ForgeDatabase, subject: string): void {
  db.prepare('UPDATE attempts SET failures = failures - 1 WHERE subject = ? AND failures > 0').run(subject)
}

export function sweepAttempts(db: ForgeDatabase, now: number): void {
  db.prepare('DELETE FROM attempts WHERE window_ends_at <= ?').run(now)
}
