import { wrongPassword } from '#flows/accounts/concealment'
import { mustAllowFlow } from '../allowed-flows.ts'
import { guardedAttempt } from '../guarded-attempt.ts'
import type { Method } from './method.ts'

/**
 * Compares the password with its hash. For a name that no user has, this takes as long as for a user.
 * `open` throws NotAuthorizedException, or UserNotFoundException where the client does not conceal.
 */
export const userPassword: Method<'user-password'> = {
  mustBeAllowed({ client, door }) {
    if (door === 'managed-login') return
    mustAllowFlow(client, door === 'admin' ? 'ADMIN_USER_PASSWORD_AUTH' : 'USER_PASSWORD_AUTH')
  },

  async open(services, { pool, client, user, username, given: { password } }) {
    const { passwordHasher } = services
    const stored = user?.password
    const right = await guardedAttempt(services, {
      pool,
      user,
      name: username,
      verify: () => (stored ? passwordHasher.verify(stored.hash, password) : passwordHasher.verifyDummy(password)),
    })
    if (!right || !stored) throw wrongPassword(client, user)
    return { evidence: [{ kind: 'password', salt: stored.srpSalt }] }
  },
}
