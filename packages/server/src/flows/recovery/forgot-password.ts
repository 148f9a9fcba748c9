import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { mustTell } from '#flows/app-clients/concealment'
import { takeAttempt, takeMessage } from '#flows/verification/budgets'
import { issueCode } from '#flows/verification/issue-code'
import { pretendDelivery } from '#flows/verification/pretend-delivery'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { CognitoException } from '#foundation/exceptions/exception'
import { noRecoveryAddress, passwordCannotBeReset } from '#foundation/exceptions/passwords'
import { userDisabled, usernameClientIdCombinationNotFound } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import { hasVerifiedEmail } from '#records/users/attributes'
import { findUserByName } from '#records/users/sign-in-name'
import type { User } from '#records/users/user'
import { holdUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'

/**
 * Sends a code for a new password to a user's verified address. Where the client conceals, it looks the same for users who are
 * not there or can not recover alone.
 *
 * @throws LimitExceededException; where the client does not conceal, why this user gets no code
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 */
export async function forgotPassword(
  services: { clock: Clock; courier: { wake(): void }; db: Database; random: Random; sealer: Sealer },
  { pool, client, username: name }: { pool: UserPool; client: AppClient; username: string },
): Promise<{ delivery: CodeDeliveryDetailsType }> {
  const { courier, db } = services
  const user = await findUserByName(db, pool, name)
  await takeAttempt(services, { pool, user, name, operation: 'ForgotPassword' })
  const reason = whyNoRecovery(pool, user)
  if (reason) mustTell(client, reason)
  const address = user?.attributes['email']
  if (address && !reason) await takeMessage(services, { pool, address })
  const delivery =
    user && !reason
      ? await inTransaction(db, async (transaction) => {
          const held = await holdUser(transaction, user.sub)
          return held && !whyNoRecovery(pool, held)
            ? await issueCode(services, transaction, { pool, user: held, purpose: 'forgot-password' })
            : undefined
        })
      : undefined
  courier.wake()
  return { delivery: delivery ?? (await pretendDelivery(services, { pool, user, name })) }
}

/** Why a user can not set a new password by a code; undefined when nothing speaks against it. */
export function whyNoRecovery(pool: UserPool, user: User | undefined): CognitoException | undefined {
  if (!user) return usernameClientIdCombinationNotFound()
  if (!user.enabled) return userDisabled()
  if (user.status === 'FORCE_CHANGE_PASSWORD') return passwordCannotBeReset()
  const ways = pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? []
  const byEmail = ways.length === 0 || ways.some(({ Name }) => Name === 'verified_email')
  return byEmail && hasVerifiedEmail(user) ? undefined : noRecoveryAddress()
}
