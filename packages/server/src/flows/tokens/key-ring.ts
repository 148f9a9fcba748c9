import { importPrivateKey, importPublicKey } from '#foundation/crypto/jwt'
import type { Sealer } from '#foundation/crypto/seal'
import { listSigningKeys, type SigningKey, signingKeyContext } from '#records/signing-keys/signing-keys'
import type { Database } from '#storage/database'

type PrivateKey = ReturnType<typeof importPrivateKey>
type PublicKey = ReturnType<typeof importPublicKey>

const missingKey = (userPoolId: string, use: SigningKey['tokenUse']): string =>
  `User pool ${userPoolId} has no key for its ${use} tokens. Restore the table signing_keys from a backup.`

/** The keys that sign and verify the tokens of every pool, kept in memory after their first use. */
export interface KeyRing {
  /** @throws Error when the pool has no key. Each pool is created with its keys. */
  signingKey(userPoolId: string, use: SigningKey['tokenUse']): Promise<{ kid: string; privateKey: PrivateKey }>
  /** Undefined for a key that the pool does not have, or that signs tokens of another use. */
  publicKey(userPoolId: string, of: { kid: string; use: SigningKey['tokenUse'] }): Promise<PublicKey | undefined>
  /** What `/.well-known/jwks.json` answers; no keys for a pool that does not exist. */
  publicJwks(userPoolId: string): Promise<{ keys: SigningKey['publicJwk'][] }>
}

/**
 * A key that another node made is found when a token first names it. A private key is opened at its first signature, so
 * a node that only verifies tokens never has private keys in memory.
 */
export function createKeyRing({ db, sealer }: { db: Database; sealer: Sealer }): KeyRing {
  const known = new Map<string, readonly SigningKey[]>()
  const opened = new Map<string, PrivateKey>()

  async function load(userPoolId: string): Promise<readonly SigningKey[]> {
    const keys = await listSigningKeys(db, userPoolId)
    // Do not cache unknown pools: a client could fill the memory with invented ids.
    if (keys.length > 0) known.set(userPoolId, keys)
    return keys
  }
  function open({ kid, sealedPrivateKey }: SigningKey): PrivateKey {
    const privateKey = importPrivateKey(sealer.open(sealedPrivateKey, signingKeyContext(kid)))
    opened.set(kid, privateKey)
    return privateKey
  }
  const keysOf = async (userPoolId: string) => known.get(userPoolId) ?? (await load(userPoolId))

  return {
    async signingKey(userPoolId, use) {
      const key = (await keysOf(userPoolId)).find(({ tokenUse }) => tokenUse === use)
      if (!key) throw new Error(missingKey(userPoolId, use))
      return { kid: key.kid, privateKey: opened.get(key.kid) ?? open(key) }
    },
    async publicKey(userPoolId, { kid, use }) {
      const named = (key: SigningKey) => key.kid === kid
      const key = (await keysOf(userPoolId)).find(named) ?? (await load(userPoolId)).find(named)
      if (key?.tokenUse !== use) return undefined
      return importPublicKey(key.publicJwk['n'] ?? '', key.publicJwk['e'] ?? '')
    },
    async publicJwks(userPoolId) {
      const keys = await keysOf(userPoolId)
      return { keys: keys.map(({ publicJwk }) => publicJwk) }
    },
  }
}
