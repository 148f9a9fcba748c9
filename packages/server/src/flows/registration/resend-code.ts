import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { mustTell } from '#flows/app-clients/concealment'
import { verifiesEmail } from '#flows/profile/update-attributes'
import { takeAttempt, takeMessage } from '#flows/verification/budgets'
import { issueCode } from '#flows/verification/issue-code'
import { pretendDelivery } from '#flows/verification/pretend-delivery'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { CognitoException } from '#foundation/exceptions/exception'
import { userAlreadyConfirmed } from '#foundation/exceptions/registration'
import { invalidParameter } from '#foundation/exceptions/requests'
import { userDisabled, usernameClientIdCombinationNotFound } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserByName } from '#records/users/sign-in-name'
import type { User } from '#records/users/user'
import { holdUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/**
 * Sends who registered a new code; the one before stops working. Where the client conceals, it looks the same for users who are
 * not there or need none.
 *
 * @throws LimitExceededException; InvalidParameterException where the pool sends no codes; where the client does not conceal, why
 *   this user gets none
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
 */
export async function resendCode(
  services: { clock: Clock; courier: { wake(): void }; db: Database; random: Random; sealer: Sealer },
  { pool, client, username: name }: { pool: UserPool; client: AppClient; username: string },
): Promise<{ delivery: CodeDeliveryDetailsType }> {
  const { courier, db } = services
  if (!verifiesEmail(pool)) throw cannotResend()
  const user = await findUserByName(db, pool, name)
  await takeAttempt(services, { pool, user, name, operation: 'ResendConfirmationCode' })
  const reason = whyNot(user)
  if (reason) mustTell(client, reason)
  const address = user?.attributes['email']
  if (address && !reason) await takeMessage(services, { pool, address })
  const delivery =
    user && !reason
      ? await inTransaction(db, async (transaction) => {
          const held = await holdUser(transaction, user.sub)
          return held && !whyNot(held)
            ? await issueCode(services, transaction, { pool, user: held, purpose: 'sign-up' })
            : undefined
        })
      : undefined
  courier.wake()
  return { delivery: delivery ?? (await pretendDelivery(services, { pool, user, name })) }
}

function whyNot(user: User | undefined): CognitoException | undefined {
  if (!user) return usernameClientIdCombinationNotFound()
  if (!user.enabled) return userDisabled()
  if (user.status !== 'UNCONFIRMED') return userAlreadyConfirmed()
  return user.attributes['email'] ? undefined : cannotResend()
}

const cannotResend = (): CognitoException => invalidParameter('Cannot resend codes. Auto verification not turned on.')
