import { wrongPassword } from '#flows/app-clients/concealment'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Sealer } from '#foundation/crypto/seal'
import type { KeyedQueue } from '#foundation/keyed-queue'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'
import type { Proved } from '../challenge.ts'
import { guardedAttempt } from '../guarded-attempt.ts'

/**
 * The password itself, compared with its hash. A user who is not there takes as long as one who is.
 * @throws NotAuthorizedException, or UserNotFoundException where the client does not conceal.
 */
export async function provePassword(
  services: {
    attemptQueue: KeyedQueue
    clock: Clock
    db: Database
    passwordHasher: PasswordHasher
    sealer: Sealer
  },
  of: { pool: UserPool; client: AppClient; user: User | undefined; name: string; password: string },
): Promise<Proved> {
  const { passwordHasher } = services
  const { pool, client, user, name, password } = of
  const stored = user?.password
  const right = await guardedAttempt(services, {
    pool,
    user,
    name,
    verify: () => (stored ? passwordHasher.verify(stored.hash, password) : passwordHasher.verifyDummy(password)),
  })
  if (!right || !user || !stored) throw wrongPassword(client, user)
  return { user, proof: { salt: stored.srpSalt } }
}
