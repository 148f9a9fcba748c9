import type { AnyOperation } from '../operation.ts'
import { ConfirmSignUp } from '../operations/sign-up/confirm-sign-up.ts'
import { ResendConfirmationCode } from '../operations/sign-up/resend-confirmation-code.ts'
import { SignUp } from '../operations/sign-up/sign-up.ts'

export const signUp = [ConfirmSignUp, ResendConfirmationCode, SignUp] as const satisfies readonly AnyOperation[]
