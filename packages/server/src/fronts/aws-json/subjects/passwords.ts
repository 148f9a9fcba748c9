import type { AnyOperation } from '../operation.ts'
import { AdminSetUserPassword } from '../operations/passwords/admin-set-user-password.ts'
import { ChangePassword } from '../operations/passwords/change-password.ts'
import { ConfirmForgotPassword } from '../operations/passwords/confirm-forgot-password.ts'
import { ForgotPassword } from '../operations/passwords/forgot-password.ts'

export const passwords = [
  AdminSetUserPassword,
  ChangePassword,
  ConfirmForgotPassword,
  ForgotPassword,
] as const satisfies readonly AnyOperation[]
