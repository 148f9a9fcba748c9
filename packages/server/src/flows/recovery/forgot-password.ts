import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { type CodeRequest, requestCode } from '#flows/verification/request-code'
import type { CognitoException } from '#foundation/exceptions/exception'
import { noRecoveryAddress, passwordCannotBeReset } from '#foundation/exceptions/passwords'
import { userDisabled, usernameClientIdCombinationNotFound } from '#foundation/exceptions/sign-in'
import type { Needs } from '#foundation/needs'
import { recoveryAttributes } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { hasVerifiedEmail } from '#records/users/attributes'
import type { User } from '#records/users/user'

/**
 * Sends a code for a new password to a user's verified address. Where the client conceals, the answer is the same for
 * users who do not exist or can not reset the password.
 *
 * @throws LimitExceededException; where the client does not conceal, the reason why this user gets no code
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 */
export async function forgotPassword(
  services: Needs<typeof requestCode>,
  of: CodeRequest,
): Promise<{ delivery: CodeDeliveryDetailsType }> {
  const whyNot = (user: User | undefined) => whyNoRecovery(of.pool, user)
  return await requestCode(services, of, { purpose: 'forgot-password', operation: 'ForgotPassword', whyNot })
}

/** The reason why a user can not set a new password by a code; undefined for a user who can. */
export function whyNoRecovery(pool: UserPool, user: User | undefined): CognitoException | undefined {
  if (!user) return usernameClientIdCombinationNotFound()
  if (!user.enabled) return userDisabled()
  if (user.status === 'FORCE_CHANGE_PASSWORD') return passwordCannotBeReset()
  return recoveryAttributes(pool).includes('email') && hasVerifiedEmail(user) ? undefined : noRecoveryAddress()
}
