import type { Clock } from '#foundation/clock'
import { generateSigningKey } from '#foundation/crypto/jwt'
import type { Sealer } from '#foundation/crypto/seal'
import { type SigningKey, signingKeyContext } from '#records/signing-keys/signing-keys'

/**
 * Makes a pool's two keys, one for ID tokens and one for access tokens. It is slow and stores nothing. Call it before
 * the transaction that stores the pool and the keys.
 */
export async function createSigningKeys(
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  userPoolId: string,
): Promise<SigningKey[]> {
  const uses = ['id', 'access'] as const
  return await Promise.all(
    uses.map(async (tokenUse) => {
      const { kid, privateKeyPem, publicJwk } = await generateSigningKey()
      return {
        kid,
        userPoolId,
        tokenUse,
        sealedPrivateKey: sealer.seal(privateKeyPem, signingKeyContext(kid)),
        publicJwk: { ...publicJwk },
        createdAt: clock.now(),
      }
    }),
  )
}
