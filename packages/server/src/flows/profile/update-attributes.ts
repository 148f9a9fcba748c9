import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { settleAliases } from '#flows/accounts/settle-aliases'
import { takeMessage } from '#flows/verification/budgets'
import { fits, prepareCode, storeCode } from '#flows/verification/prepare-code'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { unauthorizedAttributeWrite } from '#foundation/exceptions/attributes'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import { mayWriteAttribute } from '#records/app-clients/policy'
import { verifies } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { changedAttributes, type GivenAttributes, givenAttributes } from '#records/users/attributes'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import { type CodePurpose, discardVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { prepareAndSave } from '#storage/prepare-and-save'

/**
 * Changes a user's attributes, for the user or for an administrator. A changed e-mail address is no longer verified. It
 * also changes the sign-in name. Where the pool verifies addresses, a code goes to the new address.
 *
 * @param of.client limits what may be written; undefined for an administrator, who may also mark an address as
 *   verified.
 * @throws InvalidParameterException, NotAuthorizedException for what the client may not write, AliasExistsException,
 *   LimitExceededException; TooManyRequestsException when the user changes during each try
 */
export async function updateAttributes(
  services: { clock: Clock; courier: { wake(): void }; db: Database; random: Random; sealer: Sealer },
  of: {
    pool: UserPool
    user: User
    client: AppClient | undefined
    attributes: GivenAttributes
    context: TriggerContext
  },
): Promise<{ deliveries: CodeDeliveryDetailsType[] }> {
  const { clock } = services
  const { pool, client, context } = of
  const changes = givenAttributes(pool, of.attributes)
  if (client && !Object.keys(changes).every((name) => mayWriteAttribute(client, name)))
    throw unauthorizedAttributeWrite()
  const changed = (before: User): User => ({
    ...before,
    attributes: changedAttributes(pool, before.attributes, changes),
    updatedAt: clock.now(),
  })

  const delivery = await prepareAndSave(services, {
    seen: of.user,
    async prepare(before) {
      const after = changed(before)
      const purpose = purposeOfCode(pool, { before, after })
      if (!purpose) return undefined
      await takeMessage(services, { pool, address: after.attributes['email'] ?? '' })
      return await prepareCode(services, { pool, user: after, purpose, context })
    },
    async save(transaction, code) {
      const before = await holdUser(transaction, of.user.sub)
      if (!before) throw userDoesNotExist()
      const after = changed(before)
      const purpose = purposeOfCode(pool, { before, after })
      if (purpose && !(code && fits(code, { user: after, purpose }))) return { changed: before }
      await settleAliases(transaction, { pool, before, after, now: clock.now() })
      await replaceUser(transaction, after)
      if (before.attributes['email'] !== after.attributes['email']) await discardOldCodes(transaction, after)
      if (!purpose || !code) return { done: undefined }
      await storeCode(services, transaction, code)
      return { done: code.delivery }
    },
  })
  return { deliveries: delivery ? [delivery] : [] }
}

/** The purpose of the code for a changed address; undefined when the change needs no code. */
function purposeOfCode(pool: UserPool, { before, after }: { before: User; after: User }): CodePurpose | undefined {
  const address = after.attributes['email']
  if (!address || address === before.attributes['email']) return undefined
  if (after.attributes['email_verified'] === 'true' || !verifies(pool, 'email')) return undefined
  return after.status === 'UNCONFIRMED' ? 'sign-up' : 'attribute:email'
}

/** A code that was sent to the old address proves nothing about the new address. */
async function discardOldCodes(transaction: Database, { sub }: User): Promise<void> {
  for (const purpose of ['forgot-password', 'attribute:email'] as const) {
    await discardVerificationCode(transaction, { sub, purpose })
  }
}
