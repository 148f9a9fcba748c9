import type { Clock } from '#foundation/clock'
import { userCannotBeConfirmed } from '#foundation/exceptions/registration'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import { notifyPostConfirmation } from '#outbound/triggers/post-confirmation'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import { discardVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/**
 * Confirms a user for an administrator. No address becomes verified.
 * @throws NotAuthorizedException when there is nothing to confirm; the trigger's exceptions
 */
export async function confirmByOperator(
  services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; triggers: TriggerInvoker },
  of: { pool: UserPool; user: User; context: TriggerContext },
): Promise<void> {
  const { clock, db } = services
  const { pool, context } = of
  const user = await inTransaction(db, async (transaction) => {
    const before = await holdUser(transaction, of.user.sub)
    if (!before) throw userDoesNotExist()
    const after: User = { ...before, status: 'CONFIRMED', updatedAt: clock.now() }
    const done = await replaceUser(transaction, after, { from: 'UNCONFIRMED' })
    if (!done) throw userCannotBeConfirmed(before.status)
    await discardVerificationCode(transaction, { sub: after.sub, purpose: 'sign-up' })
    return after
  })
  await notifyPostConfirmation(services, { pool, user, context, cause: 'ConfirmSignUp' })
}
