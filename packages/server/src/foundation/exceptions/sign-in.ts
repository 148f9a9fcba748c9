import { CognitoException } from './exception.ts'

export const incorrectUsernameOrPassword = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Incorrect username or password.', {
    reason: 'incorrect-username-or-password',
  })

/** Only if the app client has existence errors turned on (`LEGACY`), or if an operator calls. */
export const userDoesNotExist = (): CognitoException =>
  new CognitoException('UserNotFoundException', 'User does not exist.', { reason: 'user-does-not-exist' })

/** The user does not exist: the text of ForgotPassword, if the app client has existence errors turned on (`LEGACY`). */
export const usernameClientIdCombinationNotFound = (): CognitoException =>
  new CognitoException('UserNotFoundException', 'Username/client id combination not found.', {
    reason: 'username-client-id-combination-not-found',
  })

export const userDisabled = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'User is disabled.', { reason: 'user-disabled' })

export const userNotConfirmed = (): CognitoException =>
  new CognitoException('UserNotConfirmedException', 'User is not confirmed.', { reason: 'user-not-confirmed' })

export const passwordResetRequired = (): CognitoException =>
  new CognitoException('PasswordResetRequiredException', 'Password reset required for the user', {
    reason: 'password-reset-required',
  })

export const temporaryPasswordExpired = (): CognitoException =>
  new CognitoException(
    'NotAuthorizedException',
    'Temporary password has expired and must be reset by an administrator.',
    { reason: 'temporary-password-expired' },
  )

/** The name is locked. The password of this attempt was not checked, and the attempt does not extend the lock. */
export const passwordAttemptsExceeded = (retryAfter: number): CognitoException<'password-attempts-exceeded'> =>
  new CognitoException('NotAuthorizedException', 'Password attempts exceeded', {
    reason: 'password-attempts-exceeded',
    params: { retryAfter },
  })

export const invalidSession = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user.', { reason: 'invalid-session' })

export const sessionExpired = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user, session is expired.', {
    reason: 'session-expired',
  })

export const sessionUsed = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user, session can only be used once.', {
    reason: 'session-used',
  })

/** AuthParameters or ChallengeResponses lack a member that the flow requires. */
export const missingParameter = (name: string): CognitoException =>
  new CognitoException('InvalidParameterException', `Missing required parameter ${name}`, {
    reason: 'missing-parameter',
    params: { name },
  })

/** InitiateAuth with a flow of AdminInitiateAuth, or the reverse. */
export const authMethodNotSupported = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Initiate Auth method not supported.', {
    reason: 'auth-method-not-supported',
  })

/** Not a public value of SRP: it is not a number, or the key would not be secret with it. */
export const invalidSrpA = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'SRP_A is not a valid public value.', { reason: 'invalid-srp-a' })

/** NEW_PASSWORD_REQUIRED can only add missing attributes, not change existing ones. */
export const attributeAlreadyProvided = (attribute: string): CognitoException =>
  new CognitoException('NotAuthorizedException', `Cannot modify an already provided ${attribute}`, {
    reason: 'attribute-already-provided',
    params: { attribute },
  })

/** NEW_PASSWORD_REQUIRED without a value for an attribute that the pool requires. */
export const attributeMissing = (attribute: string): CognitoException =>
  new CognitoException('InvalidParameterException', `Invalid attributes given, ${attribute} is missing`, {
    reason: 'attribute-missing',
    params: { attribute },
  })
