import { CognitoException } from './exception.ts'

/** A confirmation, reset or attribute code. */
export const codeMismatch = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid verification code provided, please try again.')

export const expiredCode = (): CognitoException =>
  new CognitoException('ExpiredCodeException', 'Invalid code provided, please request a code again.')

/** Too many codes asked for, or too many wrong ones given. */
export const attemptLimitExceeded = (): CognitoException =>
  new CognitoException('LimitExceededException', 'Attempt limit exceeded, please try after some time.')
