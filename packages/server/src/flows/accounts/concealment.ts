import { codeMismatch, expiredCode } from '#foundation/exceptions/codes'
import type { CognitoException } from '#foundation/exceptions/exception'
import { incorrectUsernameOrPassword, passwordResetRequired, userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { concealsUserExistence } from '#records/app-clients/policy'
import type { User } from '#records/users/user'

/**
 * What a caller learns of a user that isn't there: the truth where the client asks for it, else what a wrong password says.
 * Every door that could tell asks here.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export function unknownUser(client: AppClient): CognitoException {
  return concealsUserExistence(client) ? incorrectUsernameOrPassword() : userDoesNotExist()
}

/**
 * What a caller learns whose password was wrong. A user whose password an operator has voided can show none, and is told so
 * where the client does not conceal.
 */
export function wrongPassword(client: AppClient, user: User | undefined): CognitoException {
  if (!user) return unknownUser(client)
  const isTold = user.status === 'RESET_REQUIRED' && user.enabled && !concealsUserExistence(client)
  return isTold ? passwordResetRequired() : incorrectUsernameOrPassword()
}

/**
 * What a caller learns who gives a code where none can be right: nobody of that name, nothing to confirm, no code sent. Where the
 * client conceals, all of these are one wrong code.
 */
export function noCodeToMatch(client: AppClient, reason: CognitoException = expiredCode()): CognitoException {
  return concealsUserExistence(client) ? codeMismatch() : reason
}

/** Whether a caller who asks for a code that can not be sent must believe that it was. @throws the reason, where it may be told. */
export function mustTell(client: AppClient, reason: CognitoException): void {
  if (!concealsUserExistence(client)) throw reason
}
