import { CognitoException } from './exception.ts'

/** A confirmation, reset or attribute code. */
export const codeMismatch = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid verification code provided, please try again.', {
    reason: 'code-mismatch',
  })

export const expiredCode = (): CognitoException =>
  new CognitoException('ExpiredCodeException', 'Invalid code provided, please request a code again.', {
    reason: 'expired-code',
  })

/** The client asked for too many codes, or gave too many wrong ones. */
export const attemptLimitExceeded = (): CognitoException =>
  new CognitoException('LimitExceededException', 'Attempt limit exceeded, please try after some time.', {
    reason: 'attempt-limit-exceeded',
  })

/** ResendConfirmationCode, in a user pool that does not verify addresses, or for a user without an address. */
export const cannotResendCodes = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Cannot resend codes. Auto verification not turned on.', {
    reason: 'cannot-resend-codes',
  })

/** GetUserAttributeVerificationCode. */
export const noEmailToVerify = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'User has no email address to verify.', {
    reason: 'no-email-to-verify',
  })
