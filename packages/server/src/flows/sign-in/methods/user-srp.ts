import { unknownUser } from '#flows/accounts/concealment'
import { concealsUserExistence } from '#records/app-clients/policy'
import { mustAllowFlow } from '../allowed-flows.ts'
import type { Method } from './method.ts'

/**
 * SRP: the password never reaches the server. The first request gives no evidence; the first question is
 * `password-verifier`. `open` throws UserNotFoundException where the client does not conceal.
 */
export const userSrp: Method<'user-srp'> = {
  mustBeAllowed({ client, door }) {
    if (door !== 'managed-login') mustAllowFlow(client, 'USER_SRP_AUTH')
  },

  async open(_services, { client, user, given: { srpA } }) {
    if (!user && !concealsUserExistence(client)) throw unknownUser(client)
    return { evidence: [], srpA }
  },
}
