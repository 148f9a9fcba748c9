import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { throwUnlessConcealed } from '#flows/accounts/concealment'
import type { CognitoException } from '#foundation/exceptions/exception'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserByName } from '#records/users/sign-in-name'
import type { User } from '#records/users/user'
import { takeAttempt } from './budgets.ts'
import { pretendDelivery } from './pretend-delivery.ts'
import { type SendCodeServices, sendCode } from './send-code.ts'

/** A request for a code to a user, without an access token. */
export interface CodeRequest {
  readonly pool: UserPool
  readonly client: AppClient
  /** As typed. */
  readonly username: string
  readonly context: TriggerContext
}

/** What differs between the requests for a code. */
export interface CodeRequestKind {
  readonly purpose: 'sign-up' | 'forgot-password'
  /** Names the budget that the request takes from. */
  readonly operation: 'ResendConfirmationCode' | 'ForgotPassword'
  /** The reason why a user gets no code; undefined for a user who gets one. Called again in the transaction. */
  whyNot(user: User | undefined): CognitoException | undefined
}

/**
 * Sends a code to the user of a name. Where the client conceals, the answer is the same, after the same work, for a
 * name that no user has and for a user who gets no code.
 * @throws LimitExceededException; where the client does not conceal, the reason why this user gets no code
 */
export async function requestCode(
  services: SendCodeServices,
  { pool, client, username: name, context }: CodeRequest,
  { purpose, operation, whyNot }: CodeRequestKind,
): Promise<{ delivery: CodeDeliveryDetailsType }> {
  const user = await findUserByName(services.db, pool, name)
  await takeAttempt(services, { pool, user, name, operation })
  const reason = whyNot(user)
  if (reason) throwUnlessConcealed(client, reason)
  const mayGetCode = (held: User): boolean => whyNot(held) === undefined
  const delivery = user && !reason ? await sendCode(services, { pool, user, purpose, context, mayGetCode }) : undefined
  return { delivery: delivery ?? (await pretendDelivery(services, { pool, user, name, purpose })) }
}
