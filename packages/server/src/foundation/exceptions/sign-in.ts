import { CognitoException } from './exception.ts'

export const incorrectUsernameOrPassword = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Incorrect username or password.')

/** Only where the app client asks for existence errors (`LEGACY`) or an operator calls. */
export const userDoesNotExist = (): CognitoException =>
  new CognitoException('UserNotFoundException', 'User does not exist.')

/** Recovery's own text for the same, under `LEGACY`. */
export const usernameClientIdCombinationNotFound = (): CognitoException =>
  new CognitoException('UserNotFoundException', 'Username/client id combination not found.')

export const userDisabled = (): CognitoException => new CognitoException('NotAuthorizedException', 'User is disabled.')

export const userNotConfirmed = (): CognitoException =>
  new CognitoException('UserNotConfirmedException', 'User is not confirmed.')

export const passwordResetRequired = (): CognitoException =>
  new CognitoException('PasswordResetRequiredException', 'Password reset required for the user')

export const temporaryPasswordExpired = (): CognitoException =>
  new CognitoException(
    'NotAuthorizedException',
    'Temporary password has expired and must be reset by an administrator.',
  )

/** The lock is on; the attempt was not looked at and does not extend it. */
export const passwordAttemptsExceeded = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Password attempts exceeded')

export const invalidSession = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user.')

export const sessionExpired = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user, session is expired.')

export const sessionUsed = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user, session can only be used once.')
