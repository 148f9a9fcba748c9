import { CognitoException } from './exception.ts'
import type { PasswordRule } from './reasons.ts'

export const passwordNotConforming = (rule: PasswordRule): CognitoException =>
  new CognitoException('InvalidPasswordException', `Password did not conform with policy: ${ruleTexts[rule]}`, {
    reason: 'password-not-conforming',
    params: { rule },
  })

/** AWS's words, which clients match on. */
const ruleTexts: Readonly<Record<PasswordRule, string>> = {
  'too-short': 'Password not long enough',
  'too-long': 'Password too long',
  'no-uppercase': 'Password must have uppercase characters',
  'no-lowercase': 'Password must have lowercase characters',
  'no-number': 'Password must have numeric characters',
  'no-symbol': 'Password must have symbol characters',
}

/** ForgotPassword, for a user who still has a temporary password. */
export const passwordCannotBeReset = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'User password cannot be reset in the current state.', {
    reason: 'password-cannot-be-reset',
  })

/** ForgotPassword, for a user who has no verified address to send a code to. */
export const noRecoveryAddress = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
    { reason: 'no-recovery-address' },
  )
