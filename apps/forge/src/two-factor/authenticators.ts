import type { Clock } from '#foundation/clock'
import { seal, unseal } from '#foundation/seal'
import type { Keys } from '#foundation/secrets'
import type { ForgeDatabase } from '#storage/database'
import { renewRecoveryCodes } from './recovery-codes.ts'
import { matchingStep } from './totp.ts'

interface Services {
  db: ForgeDatabase
  clock: Clock
  keys: Pick<Keys, 'twoFactor' | 'recovery'>
}

/** Whether an account needs a second factor to sign in. */
export function hasTwoFactor(db: ForgeDatabase, accountId: string): boolean {
  return db.prepare('SELECT 1 FROM authenticators WHERE account_id = ?').get(Number(accountId)) !== undefined
}

/**
 * Registers an authenticator app that sent a valid code, and returns ten recovery codes. Undefined when the code is wrong,
 * or when the account already has an app.
 */
export function addAuthenticator(
  services: Services,
  { accountId, secret, code }: { accountId: string; secret: Buffer; code: string },
): readonly string[] | undefined {
  const { db, clock, keys } = services
  const now = clock.now()
  const step = matchingStep(secret, { code: digitsOf(code), now })
  if (step === undefined) return undefined
  const sealed = seal(keys.twoFactor, { text: secret.toString('base64url'), context: contextOf(accountId) })
  const add = db.transaction(() => {
    const { changes } = db
      .prepare(
        `INSERT INTO authenticators (account_id, sealed_secret, last_used_step, created_at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(Number(accountId), sealed, step, now)
    return changes === 1 ? renewRecoveryCodes(services, accountId) : undefined
  })
  return add.immediate()
}

/** Uses a code of the app. Returns whether it was valid. A code works once, and older codes do not work after it. */
export function spendTotpCode(
  { db, clock, keys }: Services,
  { accountId, code }: { accountId: string; code: string },
): boolean {
  const row = db
    .prepare<[number], { sealed_secret: string }>('SELECT sealed_secret FROM authenticators WHERE account_id = ?')
    .get(Number(accountId))
  if (row === undefined) return false
  const secret = unseal(keys.twoFactor, { sealed: row.sealed_secret, context: contextOf(accountId) })
  if (secret === undefined)
    throw new Error(
      `The authenticator of account ${accountId} was sealed with another secret of Forge. Restore that secret, or run: forge user disable-two-factor`,
    )
  const step = matchingStep(Buffer.from(secret, 'base64url'), { code: digitsOf(code), now: clock.now() })
  if (step === undefined) return false
  const { changes } = db
    .prepare('UPDATE authenticators SET last_used_step = ? WHERE account_id = ? AND last_used_step < ?')
    .run(step, Number(accountId), step)
  return changes === 1
}

/** Removes the second factor and the recovery codes. Returns whether there was one. */
export function removeAuthenticator(db: ForgeDatabase, accountId: string): boolean {
  const remove = db.transaction(() => {
    db.prepare('DELETE FROM recovery_codes WHERE account_id = ?').run(Number(accountId))
    return db.prepare('DELETE FROM authenticators WHERE account_id = ?').run(Number(accountId)).changes === 1
  })
  return remove.immediate()
}

/** Apps show a code in two groups, and users type the space. */
const digitsOf = (code: string) => code.replaceAll(/\s/g, '')

/** A sealed secret cannot be opened in the row of another account. */
const contextOf = (accountId: string) => `authenticator of ${accountId}`
