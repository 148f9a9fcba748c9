import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { settleAliases } from '#flows/accounts/settle-aliases'
import { takeAttempt } from '#flows/verification/budgets'
import { checkCode, consumeCode } from '#flows/verification/check-code'
import { sendCode } from '#flows/verification/send-code'
import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { noEmailToVerify } from '#foundation/exceptions/codes'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { Needs } from '#foundation/needs'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

const purpose = 'attribute:email'

/**
 * Sends a signed-in user a code that verifies the e-mail address; an older code stops working.
 * @throws LimitExceededException, InvalidParameterException for a user without an address
 */
export async function sendAttributeCode(
  services: Needs<typeof sendCode>,
  { pool, user, context }: { pool: UserPool; user: User; context: TriggerContext },
): Promise<{ delivery: CodeDeliveryDetailsType }> {
  await takeAttempt(services, { pool, user, name: user.username, operation: 'GetUserAttributeVerificationCode' })
  const delivery = await sendCode(services, { pool, user, purpose, context })
  if (!delivery) throw noEmailToVerify()
  return { delivery }
}

/**
 * Verifies a signed-in user's address by a code. Where verified addresses are aliases, it also becomes a sign-in name.
 * @throws CodeMismatchException, ExpiredCodeException, LimitExceededException, AliasExistsException
 */
export async function verifyAttribute(
  services: { clock: Clock; db: Database; sealer: Sealer },
  { pool, client, user, code }: { pool: UserPool; client: AppClient; user: User; code: string },
): Promise<void> {
  const { clock, db } = services
  await takeAttempt(services, { pool, user, name: user.username, operation: 'VerifyUserAttribute' })
  const checked = await checkCode(services, { client, user, purpose, code })
  await inTransaction(db, async (transaction) => {
    const before = await holdUser(transaction, user.sub)
    if (!before) throw userDoesNotExist()
    await consumeCode(transaction, { checked, user: before })
    const now = clock.now()
    const after = { ...before, attributes: { ...before.attributes, email_verified: 'true' }, updatedAt: now }
    await settleAliases(transaction, { pool, before, after, now })
    await replaceUser(transaction, after)
  })
}
