import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { holdUser } from '#records/users/users'
import type { CodePurpose } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { prepareAndSave } from '#storage/prepare-and-save'
import { takeMessage } from './budgets.ts'
import { codeDestination } from './code-delivery.ts'
import { fits, prepareCode, storeCode } from './prepare-code.ts'

/** The services that send a code. */
export interface SendCodeServices {
  readonly clock: Clock
  readonly courier: { wake(): void }
  readonly db: Database
  readonly random: Random
  readonly sealer: Sealer
}

/**
 * Sends a stored user a code; an older code for the same purpose stops working. If the address changes in the meantime,
 * the code goes to the new address.
 *
 * @param of.mayGetCode called with the user as held in the transaction.
 * @returns where the code went, masked; undefined when the user has no address, is deleted, or may no longer get a
 *   code.
 * @throws LimitExceededException; TooManyRequestsException when the address changes during each try
 */
export async function sendCode(
  services: SendCodeServices,
  of: { pool: UserPool; user: User; purpose: CodePurpose; context: TriggerContext; mayGetCode?(user: User): boolean },
): Promise<CodeDeliveryDetailsType | undefined> {
  const { pool, purpose, context, mayGetCode = () => true } = of
  return await prepareAndSave(services, {
    seen: of.user,
    async prepare(user) {
      const destination = codeDestination(user, purpose)
      if (destination) await takeMessage(services, { pool, address: destination.to })
      return await prepareCode(services, { pool, user, purpose, context })
    },
    async save(transaction, prepared) {
      const held = await holdUser(transaction, of.user.sub)
      if (!held || !mayGetCode(held) || !codeDestination(held, purpose)) return { done: undefined }
      if (!prepared || !fits(prepared, { user: held, purpose })) return { changed: held }
      await storeCode(services, transaction, prepared)
      return { done: prepared.delivery }
    },
  })
}
