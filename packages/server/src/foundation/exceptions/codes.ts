import { CognitoException } from './exception.ts'

/** A confirmation, reset or attribute code. */
export const codeMismatch = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid verification code provided, please try again.')

/** A code that answers an MFA or one-time-password challenge. */
export const mfaCodeMismatch = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid code or auth state for the user.')

/** A time-based code at sign-in. */
export const softwareTokenCodeMismatch = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid code received for user')

/** A time-based code that was accepted before. */
export const softwareTokenCodeUsed = (): CognitoException =>
  new CognitoException('ExpiredCodeException', 'Your software token has already been used once.')

/** A time-based code at enrolment. */
export const softwareTokenEnrolmentMismatch = (): CognitoException =>
  new CognitoException('EnableSoftwareTokenMFAException', 'Code mismatch')

export const expiredCode = (): CognitoException =>
  new CognitoException('ExpiredCodeException', 'Invalid code provided, please request a code again.')

/** Too many codes asked for, or too many wrong ones given. */
export const attemptLimitExceeded = (): CognitoException =>
  new CognitoException('LimitExceededException', 'Attempt limit exceeded, please try after some time.')

/** The message could not be handed over; what the other side said belongs to the log. */
export const codeDeliveryFailed = (cause?: unknown): CognitoException =>
  new CognitoException('CodeDeliveryFailureException', 'Verification code failed to be delivered.', { cause })
