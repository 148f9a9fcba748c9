import { noCodeToMatch } from '#flows/accounts/concealment'
import { settleAliases } from '#flows/accounts/settle-aliases'
import { takeAttempt } from '#flows/verification/budgets'
import { checkCode, consumeCode } from '#flows/verification/check-code'
import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { userCannotBeConfirmed } from '#foundation/exceptions/registration'
import { userDisabled, usernameClientIdCombinationNotFound } from '#foundation/exceptions/sign-in'
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

/** The code from the message, and the user's name. */
export interface SignUpConfirmation {
  readonly pool: UserPool
  readonly client: AppClient
  readonly username: string
  readonly code: string
  /** Take the address as an alias from another user who has verified it. */
  readonly forceAliasCreation?: boolean | undefined
  readonly context: TriggerContext
}

/**
 * Confirms a user and verifies the address, by a code. The pool's PostConfirmation function is called after the commit.
 * When it fails, the user stays confirmed and the caller gets the error.
 *
 * @throws CodeMismatchException, ExpiredCodeException, LimitExceededException, AliasExistsException; the trigger's
 *   exceptions; where the client does not conceal, UserNotFoundException and NotAuthorizedException for users who can
 *   not be confirmed
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */
export async function confirmSignUp(
  services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; sealer: Sealer; triggers: TriggerInvoker },
  of: SignUpConfirmation,
): Promise<{ user: User }> {
  const { clock, db } = services
  const { pool, client, username, code, forceAliasCreation = false, context } = of
  const user = await findUserByName(db, pool, username)
  await takeAttempt(services, { pool, user, name: username, operation: 'ConfirmSignUp' })
  if (!user) throw noCodeToMatch(client, usernameClientIdCombinationNotFound())
  mustBeConfirmable(client, user)
  const checked = await checkCode(services, { client, user, purpose: 'sign-up', code })

  const confirmed = await inTransaction(db, async (transaction) => {
    const before = await holdUser(transaction, user.sub)
    if (!before) throw noCodeToMatch(client, usernameClientIdCombinationNotFound())
    mustBeConfirmable(client, before)
    await consumeCode(transaction, { checked, user: before })
    const now = clock.now()
    const attributes = { ...before.attributes, [`${checked.attribute}_verified`]: 'true' }
    const after: User = { ...before, status: 'CONFIRMED', attributes, updatedAt: now }
    await settleAliases(transaction, { pool, before, after, takeOver: forceAliasCreation, now })
    await replaceUser(transaction, after, { from: 'UNCONFIRMED' })
    return after
  })
  await notifyPostConfirmation(services, { pool, user: confirmed, context, cause: 'ConfirmSignUp' })
  return { user: confirmed }
}

function mustBeConfirmable(client: AppClient, user: User): void {
  if (!user.enabled) throw noCodeToMatch(client, userDisabled())
  if (user.status !== 'UNCONFIRMED') throw noCodeToMatch(client, userCannotBeConfirmed(user.status))
}
