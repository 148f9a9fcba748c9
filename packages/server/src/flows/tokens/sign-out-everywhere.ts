import type { Clock } from '#foundation/clock'
import { deleteOpenAuthorizationCodesOfUser } from '#records/authorization-codes/authorization-codes'
import { deleteBrowserSessionsOfUser } from '#records/browser-sessions/browser-sessions'
import { revokeTokensOfUser } from '#records/refresh-tokens/refresh-tokens'
import { holdUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/** Ends a user's tokens, browser sessions and open authorization codes. Joins the caller's transaction. */
export async function signOutEverywhere({ clock, db }: { clock: Clock; db: Database }, sub: string): Promise<void> {
  await inTransaction(db, async (transaction) => {
    // A transaction that stores new tokens for this user holds the user too. So it commits before this one, and its
    // tokens end, or it runs after this one.
    await holdUser(transaction, sub)
    await revokeTokensOfUser(transaction, { sub, now: clock.now() })
    await deleteBrowserSessionsOfUser(transaction, sub)
    await deleteOpenAuthorizationCodesOfUser(transaction, sub)
  })
}
