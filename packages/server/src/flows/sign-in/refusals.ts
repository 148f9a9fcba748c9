import type { CognitoException } from '#foundation/exceptions/exception'
import { operationNotBuilt } from '#foundation/exceptions/requests'
import {
  incorrectUsernameOrPassword,
  passwordResetRequired,
  temporaryPasswordExpired,
  userDisabled,
} from '#foundation/exceptions/sign-in'
import type { Refusal } from './next-step.ts'

const exceptions: Readonly<Record<Refusal, () => CognitoException>> = {
  'nothing-shown': incorrectUsernameOrPassword,
  'password-changed': incorrectUsernameOrPassword,
  disabled: userDisabled,
  'reset-required': passwordResetRequired,
  'temporary-password-expired': temporaryPasswordExpired,
  'second-factor-required': () => operationNotBuilt('MfaConfiguration=ON'),
}

/** The exception for a sign-in that ends without success. */
export const refusalOf = (because: Refusal): CognitoException => exceptions[because]()
