import { CognitoException } from './exception.ts'

/** The rule that was broken, in the words of the pool's password policy, as `Password not long enough`. */
export const passwordNotConforming = (detail: string): CognitoException =>
  new CognitoException('InvalidPasswordException', `Password did not conform with policy: ${detail}`)

/** ForgotPassword, for a user who still has a temporary password. */
export const passwordCannotBeReset = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'User password cannot be reset in the current state.')

/** ForgotPassword, for a user who has no verified address to send a code to. */
export const noRecoveryAddress = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  )
