import type { Clock } from '#foundation/clock'
import { endOtherSessions } from '#sessions/account-sessions'
import type { ForgeDatabase } from '#storage/database'
import { confirmationTexts, confirmPassword } from './confirm-password.ts'
import { hashPassword, passwordProblems } from './passwords.ts'
import { storePassword } from './stored-passwords.ts'

/**
 * Changes the password of a signed-in user who knows the current one, or sets the first password. Signs out every other
 * browser. Returns the problems; when there are any, nothing changes.
 */
export async function changePassword(
  services: { db: ForgeDatabase; clock: Clock },
  {
    accountId,
    sessionId,
    current,
    password,
    confirmation,
  }: { accountId: string; sessionId: string; current: string; password: string; confirmation: string },
): Promise<readonly string[]> {
  const { db, clock } = services
  const problems = [
    ...passwordProblems(password),
    ...(confirmation === password ? [] : ["Password confirmation doesn't match Password"]),
  ]
  if (problems.length > 0) return problems
  const confirmed = await confirmPassword(services, { accountId, password: current })
  if (confirmed !== 'confirmed') return [confirmationTexts[confirmed].replace(/\.$/, '')]
  const hash = await hashPassword(password)
  const change = db.transaction(() => {
    storePassword(db, { accountId, hash, now: clock.now() })
    endOtherSessions(db, { accountId, keep: sessionId })
  })
  change.immediate()
  return []
}
