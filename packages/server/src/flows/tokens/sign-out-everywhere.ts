import type { Clock } from '#foundation/clock'
import { deleteOpenAuthorizationCodesOfUser } from '#records/authorization-codes/authorization-codes'
import { deleteBrowserSessionsOfUser } from '#records/browser-sessions/browser-sessions'
import { revokeTokensOfUser } from '#records/refresh-tokens/refresh-tokens'
import { holdUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/** Ends all that a user's sign-ins have given so far: tokens, browser sessions, codes on their way. Joins the caller's transaction. */
export async function signOutEverywhere({ clock, db }: { clock: Clock; db: Database }, sub: string): Promise<void> {
  await inTransaction(db, async (transaction) => {
    // Whoever is giving this user something new at the same moment holds the user too: it comes before, and ends, or after.
    await holdUser(transaction, sub)
    await revokeTokensOfUser(transaction, { sub, now: clock.now() })
    await deleteBrowserSessionsOfUser(transaction, sub)
    await deleteOpenAuthorizationCodesOfUser(transaction, sub)
  })
}
