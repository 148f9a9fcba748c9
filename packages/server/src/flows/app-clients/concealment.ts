import type { CognitoException } from '#foundation/exceptions/exception'
import { incorrectUsernameOrPassword, userDoesNotExist } from '#foundation/exceptions/sign-in'
import { type AppClient, concealsUserExistence } from '#records/app-clients/app-client'

/**
 * What a caller learns of a user that isn't there: the truth where the client asks for it, else what a wrong password says.
 * Every door that could tell asks here.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export function unknownUser(client: AppClient): CognitoException {
  return concealsUserExistence(client) ? incorrectUsernameOrPassword() : userDoesNotExist()
}
