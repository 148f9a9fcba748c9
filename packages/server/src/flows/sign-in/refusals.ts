import type { CognitoException } from '#foundation/exceptions/exception'
import { operationNotBuilt } from '#foundation/exceptions/requests'
import {
  incorrectUsernameOrPassword,
  passwordResetRequired,
  temporaryPasswordExpired,
  userDisabled,
  userNotConfirmed,
} from '#foundation/exceptions/sign-in'
import type { Refusal } from './next-step.ts'

const exceptions: Readonly<Record<Refusal, () => CognitoException>> = {
  'password-changed': incorrectUsernameOrPassword,
  disabled: userDisabled,
  unconfirmed: userNotConfirmed,
  'reset-required': passwordResetRequired,
  'temporary-password-expired': temporaryPasswordExpired,
  'second-factor-required': () => operationNotBuilt('MfaConfiguration=ON'),
}

/** What somebody with the right password is told of why it does not do. */
export const refusalOf = (because: Refusal): CognitoException => exceptions[because]()
