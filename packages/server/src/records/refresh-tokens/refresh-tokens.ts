import type { Database } from '#storage/database'
import { prepared } from '#storage/prepared'
import type { RefreshTokenTable } from '#storage/tables/refresh-tokens'

/** A refresh token. Its row is also the record of its token family: all tokens of one sign-in. */
export interface RefreshToken {
  /** The family's id, in the claim `origin_jti` of each token. */
  readonly originJti: string
  readonly tokenDigest: string
  readonly userPoolId: string
  readonly clientId: string
  readonly sub: string
  /** Space-separated. */
  readonly scope: string
  readonly authTime: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | undefined
}

const byDigest = prepared<{ tokenDigest: string }, RefreshTokenTable>((db, parameter) =>
  db.selectFrom('refresh_tokens').selectAll().where('token_digest', '=', parameter('tokenDigest')),
)

const byFamily = prepared<{ originJti: string }, RefreshTokenTable>((db, parameter) =>
  db.selectFrom('refresh_tokens').selectAll().where('origin_jti', '=', parameter('originJti')),
)

export async function findRefreshToken(db: Database, tokenDigest: string): Promise<RefreshToken | undefined> {
  const [row] = await byDigest(db, { tokenDigest })
  return row && fromRow(row)
}

/**
 * Finds the family of an access token by its `origin_jti`. Without a family, or with a revoked one, the token is not
 * valid.
 */
export async function findTokenFamily(db: Database, originJti: string): Promise<RefreshToken | undefined> {
  const [row] = await byFamily(db, { originJti })
  return row && fromRow(row)
}

export async function insertRefreshToken(db: Database, token: Omit<RefreshToken, 'revokedAt'>): Promise<void> {
  await db
    .insertInto('refresh_tokens')
    .values({
      origin_jti: token.originJti,
      token_digest: token.tokenDigest,
      user_pool_id: token.userPoolId,
      client_id: token.clientId,
      sub: token.sub,
      scope: token.scope,
      auth_time: token.authTime,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      revoked_at: null,
    })
    .execute()
}

/** Revokes one family, with its refresh and access tokens. Idempotent. */
export async function revokeTokenFamily(
  db: Database,
  { originJti, now }: { originJti: string; now: number },
): Promise<void> {
  await db
    .updateTable('refresh_tokens')
    .set({ revoked_at: now })
    .where('origin_jti', '=', originJti)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Revokes all families of a user (global sign-out, password reset, disabling). */
export async function revokeTokensOfUser(db: Database, { sub, now }: { sub: string; now: number }): Promise<void> {
  await db
    .updateTable('refresh_tokens')
    .set({ revoked_at: now })
    .where('sub', '=', sub)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Deletes families whose last token expired before `before`. */
export async function sweepRefreshTokens(db: Database, before: number): Promise<void> {
  await db.deleteFrom('refresh_tokens').where('expires_at', '<', before).execute()
}

function fromRow(row: RefreshTokenTable): RefreshToken {
  return {
    originJti: row.origin_jti,
    tokenDigest: row.token_digest,
    userPoolId: row.user_pool_id,
    clientId: row.client_id,
    sub: row.sub,
    scope: row.scope,
    authTime: row.auth_time,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at ?? undefined,
  }
}
