import { authMethodNotSupported, incorrectUsernameOrPassword } from '#foundation/exceptions/sign-in'
import type { Method } from './method.ts'

/**
 * A browser showed the password, then the user confirmed the sign-up in it: the sign-in goes on without asking again. A code
 * proves an address and no more, so the code alone never signs a user in.
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
