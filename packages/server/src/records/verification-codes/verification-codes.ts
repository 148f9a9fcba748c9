import type { Database } from '#storage/database'
import type { VerificationCodeTable } from '#storage/tables/verification-codes'

/** What a code proves, so that a code sent for one thing never works for another. */
export type CodePurpose = 'sign-up' | 'forgot-password' | `attribute:${string}`

/** A code sent to a user; for one purpose only the newest is valid. */
export interface VerificationCode {
  readonly sub: string
  readonly purpose: CodePurpose
  readonly userPoolId: string
  /** Keyed digest over purpose, sub and code. */
  readonly codeDigest: string
  /** The attribute it was sent to: `email` or `phone_number`. */
  readonly attribute: string
  /** The attribute's value at the time: a later change voids the code. */
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

/** Takes the code; of any number of callers at once exactly one gets true, and none gets a code that was replaced meanwhile. */
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

/** Voids a user's code of a purpose, whatever it is. */
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
