import type { Database } from '#storage/database'
import { prepared } from '#storage/prepared'
import type { AuthorizationCodeTable } from '#storage/tables/authorization-codes'

/** An authorization code between redirect and redemption. */
export interface AuthorizationCode {
  readonly codeDigest: string
  readonly userPoolId: string
  readonly clientId: string
  readonly sub: string
  readonly redirectUri: string
  /** Space-separated. */
  readonly scope: string
  readonly nonce: string | undefined
  /** S256; undefined when the client sent none. */
  readonly codeChallenge: string | undefined
  readonly authTime: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly consumedAt: number | undefined
  /** The token family that redemption started. */
  readonly originJti: string | undefined
}

const byDigest = prepared<{ codeDigest: string }, AuthorizationCodeTable>((db, parameter) =>
  db.selectFrom('authorization_codes').selectAll().where('code_digest', '=', parameter('codeDigest')),
)

const consume = prepared<{ codeDigest: string; now: number; originJti: string | null }, { code_digest: string }>(
  (db, parameter) =>
    db
      .updateTable('authorization_codes')
      .set({ consumed_at: parameter('now'), origin_jti: parameter('originJti') })
      .where('code_digest', '=', parameter('codeDigest'))
      .where('consumed_at', 'is', null)
      .returning('code_digest'),
)

export async function findAuthorizationCode(db: Database, codeDigest: string): Promise<AuthorizationCode | undefined> {
  const [row] = await byDigest(db, { codeDigest })
  return row && fromRow(row)
}

export async function insertAuthorizationCode(
  db: Database,
  code: Omit<AuthorizationCode, 'consumedAt' | 'originJti'>,
): Promise<void> {
  await db
    .insertInto('authorization_codes')
    .values({
      code_digest: code.codeDigest,
      user_pool_id: code.userPoolId,
      client_id: code.clientId,
      sub: code.sub,
      redirect_uri: code.redirectUri,
      scope: code.scope,
      nonce: code.nonce ?? null,
      code_challenge: code.codeChallenge ?? null,
      auth_time: code.authTime,
      created_at: code.createdAt,
      expires_at: code.expiresAt,
      consumed_at: null,
      origin_jti: null,
    })
    .execute()
}

/**
 * Uses up the code. Of several simultaneous calls, exactly one gets true.
 * @param originJti the token family of the redemption; undefined when the code is voided without tokens.
 */
export async function consumeAuthorizationCode(
  db: Database,
  { codeDigest, now, originJti }: { codeDigest: string; now: number; originJti?: string },
): Promise<boolean> {
  const rows = await consume(db, { codeDigest, now, originJti: originJti ?? null })
  return rows.length > 0
}

/** Voids the codes that a user's browsers have not redeemed yet. */
export async function deleteOpenAuthorizationCodesOfUser(db: Database, sub: string): Promise<void> {
  await db.deleteFrom('authorization_codes').where('sub', '=', sub).where('consumed_at', 'is', null).execute()
}

/** Deletes old codes. A redeemed code is kept until `before`, so that a replay is noticed. */
export async function sweepAuthorizationCodes(db: Database, before: number): Promise<void> {
  await db.deleteFrom('authorization_codes').where('expires_at', '<', before).execute()
}

function fromRow(row: AuthorizationCodeTable): AuthorizationCode {
  return {
    codeDigest: row.code_digest,
    userPoolId: row.user_pool_id,
    clientId: row.client_id,
    sub: row.sub,
    redirectUri: row.redirect_uri,
    scope: row.scope,
    nonce: row.nonce ?? undefined,
    codeChallenge: row.code_challenge ?? undefined,
    authTime: row.auth_time,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    consumedAt: row.consumed_at ?? undefined,
    originJti: row.origin_jti ?? undefined,
  }
}
