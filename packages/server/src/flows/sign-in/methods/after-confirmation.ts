import { authMethodNotSupported, incorrectUsernameOrPassword } from '#foundation/exceptions/sign-in'
import type { Method } from './method.ts'

/**
 * Continues the sign-in of a browser that showed the password before the user confirmed the sign-up in it. A code
 * proves only an address, so the code alone never signs a user in.
 */
export const afterConfirmation: Method<'after-confirmation'> = {
  mustBeAllowed({ door }) {
    if (door !== 'managed-login') throw authMethodNotSupported()
  },

  async open(_services, { user, given: { shown } }) {
    if (shown.sub !== user?.sub) throw incorrectUsernameOrPassword()
    return { evidence: shown.evidence }
  },
}
