import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import type { Clock } from '#foundation/clock'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import { holdUser, replaceUser } from '#records/users/users'
import { discardVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/** Enables or disables a user. Disabling ends tokens, browser sessions and open codes at once. Idempotent. */
export async function switchUser(
  { clock, db }: { clock: Clock; db: Database },
  { sub, enabled }: { sub: string; enabled: boolean },
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    const before = await holdUser(transaction, sub)
    if (!before) throw userDoesNotExist()
    if (before.enabled !== enabled) await replaceUser(transaction, { ...before, enabled, updatedAt: clock.now() })
    if (enabled) return
    await signOutEverywhere({ clock, db: transaction }, sub)
    await discardVerificationCode(transaction, { sub, purpose: 'forgot-password' })
  })
}
