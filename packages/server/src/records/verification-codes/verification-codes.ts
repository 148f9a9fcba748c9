import type { Database } from '#storage/database'
import type { VerificationCodeTable } from '#storage/tables/verification-codes'

/** What a code is for. A code for one purpose is never valid for another. */
export type CodePurpose = 'sign-up' | 'forgot-password' | `attribute:${string}`

/** A code that was sent to a user. For each purpose, only the newest code is valid. */
export interface VerificationCode {
  readonly sub: string
  readonly purpose: CodePurpose
  readonly userPoolId: string
  /** Keyed digest over purpose, sub and code. */
  readonly codeDigest: string
  /** The attribute with the address that the code was sent to: `email` or `phone_number`. */
  readonly attribute: string
  /** The address that the code was sent to. A later change of the attribute voids the code. */
  readonly destination: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** Stores a code; an older one of the same user and purpose stops working. */
export async function putVerificationCode(db: Database, code: VerificationCode): Promise<void> {
  const { sub, purpose, ...rest } = toRow(code)
  await db
    .insertInto('verification_codes')
    .values({ sub, purpose, ...rest })
    .onConflict((conflict) => conflict.columns(['sub', 'purpose']).doUpdateSet(rest))
    .execute()
}

export async function findVerificationCode(
  db: Database,
  { sub, purpose }: Pick<VerificationCode, 'sub' | 'purpose'>,
): Promise<VerificationCode | undefined> {
  const row = await db
    .selectFrom('verification_codes')
    .selectAll()
    .where('sub', '=', sub)
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  return row && fromRow(row)
}

/**
 * Uses up the code. Of several simultaneous calls, exactly one gets true. A code that was replaced in the meantime
 * gives false.
 */
export async function consumeVerificationCode(
  db: Database,
  { sub, purpose, codeDigest }: Pick<VerificationCode, 'sub' | 'purpose' | 'codeDigest'>,
): Promise<boolean> {
  const result = await db
    .deleteFrom('verification_codes')
    .where('sub', '=', sub)
    .where('purpose', '=', purpose)
    .where('code_digest', '=', codeDigest)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Voids a user's code for a purpose, if there is one. */
export async function discardVerificationCode(
  db: Database,
  { sub, purpose }: Pick<VerificationCode, 'sub' | 'purpose'>,
): Promise<void> {
  await db.deleteFrom('verification_codes').where('sub', '=', sub).where('purpose', '=', purpose).execute()
}

export async function sweepVerificationCodes(db: Database, before: number): Promise<void> {
  await db.deleteFrom('verification_codes').where('expires_at', '<', before).execute()
}

function fromRow(row: VerificationCodeTable): VerificationCode {
  return {
    sub: row.sub,
    purpose: row.purpose as CodePurpose,
    userPoolId: row.user_pool_id,
    codeDigest: row.code_digest,
    attribute: row.attribute,
    destination: row.destination,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function toRow(code: VerificationCode): VerificationCodeTable {
  return {
    sub: code.sub,
    purpose: code.purpose,
    user_pool_id: code.userPoolId,
    code_digest: code.codeDigest,
    attribute: code.attribute,
    destination: code.destination,
    created_at: code.createdAt,
    expires_at: code.expiresAt,
  }
}
