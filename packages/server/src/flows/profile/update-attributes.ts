import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { takeMessage } from '#flows/verification/budgets'
import { issueCode } from '#flows/verification/issue-code'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { unauthorizedAttributeWrite } from '#foundation/exceptions/attributes'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { mayWriteAttribute } from '#records/app-clients/attribute-access'
import type { UserPool } from '#records/user-pools/user-pool'
import { changedAttributes, type GivenAttributes, givenAttributes } from '#records/users/attributes'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import { discardVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import { settleAliases } from './settle-aliases.ts'

/**
 * Changes a user's attributes, for the user or for an operator. A changed e-mail address is not verified any more, moves the
 * sign-in name with it, and gets a code where the pool verifies addresses.
 *
 * @param of.client whose permissions count; undefined for an operator, who may also say what is verified.
 * @throws InvalidParameterException, NotAuthorizedException for what the client may not write, AliasExistsException
 */
export async function updateAttributes(
  services: { clock: Clock; courier: { wake(): void }; db: Database; random: Random; sealer: Sealer },
  of: { pool: UserPool; user: User; client: AppClient | undefined; attributes: GivenAttributes },
): Promise<{ deliveries: CodeDeliveryDetailsType[] }> {
  const { clock, courier, db } = services
  const { pool, client } = of
  const changes = givenAttributes(pool, of.attributes)
  if (client && !Object.keys(changes).every((name) => mayWriteAttribute(client, name)))
    throw unauthorizedAttributeWrite()

  const address = changes['email']
  const asksForCode = address && address !== of.user.attributes['email'] && changes['email_verified'] !== 'true'
  if (asksForCode && verifiesEmail(pool)) await takeMessage(services, { pool, address })

  const delivery = await inTransaction(db, async (transaction) => {
    const before = await holdUser(transaction, of.user.sub)
    if (!before) throw userDoesNotExist()
    const after = { ...before, attributes: changedAttributes(pool, before.attributes, changes), updatedAt: clock.now() }
    await settleAliases(transaction, { pool, before, after, now: clock.now() })
    await replaceUser(transaction, after)
    if (before.attributes['email'] === after.attributes['email']) return undefined
    // What went to the old address proves nothing about the new one.
    for (const purpose of ['forgot-password', 'attribute:email'] as const) {
      await discardVerificationCode(transaction, { sub: after.sub, purpose })
    }
    const isOpen = after.attributes['email_verified'] !== 'true' && verifiesEmail(pool)
    const purpose = after.status === 'UNCONFIRMED' ? 'sign-up' : 'attribute:email'
    return isOpen ? await issueCode(services, transaction, { pool, user: after, purpose }) : undefined
  })
  if (delivery) courier.wake()
  return { deliveries: delivery ? [delivery] : [] }
}

/** Whether the pool sends codes to addresses that are not verified. */
export const verifiesEmail = ({ settings }: UserPool): boolean =>
  (settings.AutoVerifiedAttributes ?? []).includes('email')
