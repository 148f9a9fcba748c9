import type { Clock } from '#foundation/clock'
import { deleteOpenAuthorizationCodesOfUser } from '#records/authorization-codes/authorization-codes'
import { deleteBrowserSessionsOfUser } from '#records/browser-sessions/browser-sessions'
import { revokeTokensOfUser } from '#records/refresh-tokens/refresh-tokens'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/** Ends all that a user's sign-ins have given so far: tokens, browser sessions, codes on their way. Joins the caller's transaction. */
export async function signOutEverywhere({ clock, db }: { clock: Clock; db: Database }, sub: string): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await revokeTokensOfUser(transaction, { sub, now: clock.now() })
    await deleteBrowserSessionsOfUser(transaction, sub)
    await deleteOpenAuthorizationCodesOfUser(transaction, sub)
  })
}
