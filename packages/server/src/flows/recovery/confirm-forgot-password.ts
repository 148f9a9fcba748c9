import { noCodeToMatch } from '#flows/accounts/concealment'
import { conformingPassword, preparePassword } from '#flows/accounts/prepare-password'
import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import { takeAttempt } from '#flows/verification/budgets'
import { checkCode, consumeCode } from '#flows/verification/check-code'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { usernameClientIdCombinationNotFound } from '#foundation/exceptions/sign-in'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import { notifyPostConfirmation } from '#outbound/triggers/post-confirmation'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserByName } from '#records/users/sign-in-name'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import { whyNoRecovery } from './forgot-password.ts'

/** The code from the message, and the new password. */
export interface PasswordReset {
  readonly pool: UserPool
  readonly client: AppClient
  readonly username: string
  readonly code: string
  readonly password: string
  readonly context: TriggerContext
}

/**
 * Sets a new password by a code. It ends the tokens, browser sessions and authorization codes of earlier sign-ins. An
 * unconfirmed user stays unconfirmed, because an administrator may want to review the registration first.
 *
 * @throws InvalidPasswordException, CodeMismatchException, ExpiredCodeException, LimitExceededException; the trigger's
 *   exceptions; where the client does not conceal, the reason why this user can not reset
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
 */
export async function confirmForgotPassword(
  services: {
    clock: Clock
    db: Database
    issuerSettings: IssuerSettings
    passwordHasher: PasswordHasher
    random: Random
    sealer: Sealer
    triggers: TriggerInvoker
  },
  of: PasswordReset,
): Promise<{ user: User }> {
  const { clock, db } = services
  const { pool, client, username, code, context } = of
  // Check the password before the user is looked up, so that the answer reveals nothing about the user.
  const password = conformingPassword(pool, of.password)
  const found = await findUserByName(db, pool, username)
  await takeAttempt(services, { pool, user: found, name: username, operation: 'ConfirmForgotPassword' })
  const user = mustRecover({ pool, client, user: found })
  const checked = await checkCode(services, { client, user, purpose: 'forgot-password', code })
  const stored = await preparePassword(services, { pool, sub: user.sub, username: user.username, password })

  const reset = await inTransaction(db, async (transaction) => {
    const before = mustRecover({ pool, client, user: await holdUser(transaction, user.sub) })
    await consumeCode(transaction, { checked, user: before })
    const status = before.status === 'RESET_REQUIRED' ? 'CONFIRMED' : before.status
    const after: User = { ...before, status, password: stored, updatedAt: clock.now() }
    await replaceUser(transaction, after, { from: before.status })
    await signOutEverywhere({ clock, db: transaction }, after.sub)
    return after
  })
  await notifyPostConfirmation(services, { pool, user: reset, context, cause: 'ConfirmForgotPassword' })
  return { user: reset }
}

function mustRecover(of: { pool: UserPool; client: AppClient; user: User | undefined }): User {
  const { pool, client, user } = of
  const reason = whyNoRecovery(pool, user)
  if (reason || !user) throw noCodeToMatch(client, reason ?? usernameClientIdCombinationNotFound())
  return user
}
