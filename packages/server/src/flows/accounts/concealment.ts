import { codeMismatch, expiredCode } from '#foundation/exceptions/codes'
import type { CognitoException } from '#foundation/exceptions/exception'
import { incorrectUsernameOrPassword, passwordResetRequired, userDoesNotExist } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { concealsUserExistence } from '#records/app-clients/policy'
import type { User } from '#records/users/user'

/**
 * The exception for a name that no user has. It is the truth only where the client allows that. Otherwise it is the
 * same exception as for a wrong password. All code that could reveal whether a user exists calls this function.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export function unknownUser(client: AppClient): CognitoException {
  return concealsUserExistence(client) ? incorrectUsernameOrPassword() : userDoesNotExist()
}

/**
 * The exception for a wrong password. When an administrator has reset the password, no password is right. The exception
 * then says so, unless the client conceals.
 */
export function wrongPassword(client: AppClient, user: User | undefined): CognitoException {
  if (!user) return unknownUser(client)
  const reportsReset = user.status === 'RESET_REQUIRED' && user.enabled && !concealsUserExistence(client)
  return reportsReset ? passwordResetRequired() : incorrectUsernameOrPassword()
}

/**
 * The exception when no code can be right: no user has that name, there is nothing to confirm, or no code was sent.
 * Where the client conceals, all of these look like a wrong code.
 */
export function noCodeToMatch(client: AppClient, reason: CognitoException = expiredCode()): CognitoException {
  return concealsUserExistence(client) ? codeMismatch() : reason
}

/** Call it when a requested code can not be sent. @throws the reason, unless the client conceals. */
export function throwUnlessConcealed(client: AppClient, reason: CognitoException): void {
  if (!concealsUserExistence(client)) throw reason
}
