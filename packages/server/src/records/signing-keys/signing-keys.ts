import type { Database } from '#storage/database'
import type { SigningKeyTable } from '#storage/tables/signing-keys'

/** An RSA key that signs a pool's tokens. */
export interface SigningKey {
  readonly kid: string
  readonly userPoolId: string
  readonly tokenUse: 'id' | 'access'
  /** PKCS#8 PEM, sealed under `signingKeyContext(kid)`. */
  readonly sealedPrivateKey: string
  readonly publicJwk: Readonly<Record<string, string>>
  readonly createdAt: number
}

/** Binds a sealed private key to its row. */
export const signingKeyContext = (kid: string): string => `signing-key:${kid}`

export async function insertSigningKey(db: Database, key: SigningKey): Promise<void> {
  await db
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      user_pool_id: key.userPoolId,
      token_use: key.tokenUse,
      sealed_private_key: key.sealedPrivateKey,
      public_jwk: JSON.stringify(key.publicJwk),
      created_at: key.createdAt,
    })
    .execute()
}

/** All keys of a pool, newest first. The first key of each use signs; the others only verify. */
export async function listSigningKeys(db: Database, userPoolId: string): Promise<SigningKey[]> {
  const rows = await db
    .selectFrom('signing_keys')
    .selectAll()
    .where('user_pool_id', '=', userPoolId)
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute()
  return rows.map(fromRow)
}

function fromRow(row: SigningKeyTable): SigningKey {
  return {
    kid: row.kid,
    userPoolId: row.user_pool_id,
    tokenUse: row.token_use as SigningKey['tokenUse'],
    sealedPrivateKey: row.sealed_private_key,
    publicJwk: JSON.parse(row.public_jwk) as SigningKey['publicJwk'],
    createdAt: row.created_at,
  }
}
