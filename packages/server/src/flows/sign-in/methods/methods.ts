import type { MethodName } from '../sign-in-state.ts'
import { afterConfirmation } from './after-confirmation.ts'
import type { Method } from './method.ts'
import { userPassword } from './user-password.ts'
import { userSrp } from './user-srp.ts'

/** Every method by its name. The compiler reports a missing one. */
export const methods: { readonly [Name in MethodName]: Method<Name> } = {
  'after-confirmation': afterConfirmation,
  'user-password': userPassword,
  'user-srp': userSrp,
}
