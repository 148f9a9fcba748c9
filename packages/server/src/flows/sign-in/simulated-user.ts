import type { Sealer } from '#foundation/crypto/seal'
import { fromBase64Url } from '#foundation/encoding'
import { uuidFromBytes } from '#foundation/ids'
import { aliasAttributes, foldName, signsInByAttribute } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Who } from './sign-in-state.ts'

/** Who signs in with a typed name. A name that no user has gets a simulated user, the same one each time. */
export function whoIs(
  sealer: Sealer,
  { pool, user, name }: { pool: UserPool; user: User | undefined; name: string },
): Who {
  if (user) return { kind: 'user', sub: user.sub, username: user.username }
  return { kind: 'nobody', name: foldName(pool, name), username: simulatedUsername(sealer, { pool, name }) }
}

/** Bytes that look random and are the same for a name each time. */
export function simulatedBytes(sealer: Sealer, { pool, name }: { pool: UserPool; name: string }): Buffer {
  return fromBase64Url(sealer.digest('simulated-user', `${pool.id}:${name}`)) ?? Buffer.alloc(0)
}

/**
 * The username that a user of this name would have. It is a UUID when usernames are subs or the name looks like an
 * alias, otherwise the name itself.
 */
function simulatedUsername(sealer: Sealer, { pool, name }: { pool: UserPool; name: string }): string {
  const folded = foldName(pool, name)
  const isAlias = aliasAttributes(pool).length > 0 && /^\+\d+$|@/.test(name)
  if (!signsInByAttribute(pool) && !isAlias) return folded
  return isUuid.test(name) ? name : uuidFromBytes(simulatedBytes(sealer, { pool, name: `username:${folded}` }))
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
