import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { type CodeRequest, requestCode } from '#flows/verification/request-code'
import { cannotResendCodes } from '#foundation/exceptions/codes'
import type { CognitoException } from '#foundation/exceptions/exception'
import { userAlreadyConfirmed } from '#foundation/exceptions/registration'
import { userDisabled, usernameClientIdCombinationNotFound } from '#foundation/exceptions/sign-in'
import type { Needs } from '#foundation/needs'
import { verifies } from '#records/user-pools/policy'
import type { User } from '#records/users/user'

/**
 * Sends an unconfirmed user a new code; the previous code stops working. Where the client conceals, the answer is the
 * same for users who do not exist or need no code.
 *
 * @throws LimitExceededException; InvalidParameterException where the pool sends no codes; where the client does not
 *   conceal, the reason why this user gets no code
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
 */
export async function resendCode(
  services: Needs<typeof requestCode>,
  of: CodeRequest,
): Promise<{ delivery: CodeDeliveryDetailsType }> {
  if (!verifies(of.pool, 'email')) throw cannotResendCodes()
  return await requestCode(services, of, { purpose: 'sign-up', operation: 'ResendConfirmationCode', whyNot })
}

function whyNot(user: User | undefined): CognitoException | undefined {
  if (!user) return usernameClientIdCombinationNotFound()
  if (!user.enabled) return userDisabled()
  if (user.status !== 'UNCONFIRMED') return userAlreadyConfirmed()
  return user.attributes['email'] ? undefined : cannotResendCodes()
}
