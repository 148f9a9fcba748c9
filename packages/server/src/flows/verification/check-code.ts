import { noCodeToMatch } from '#flows/accounts/concealment'
import type { Clock } from '#foundation/clock'
import { constantTimeEqual } from '#foundation/crypto/compare'
import type { Sealer } from '#foundation/crypto/seal'
import { codeMismatch, expiredCode } from '#foundation/exceptions/codes'
import type { AppClient } from '#records/app-clients/app-client'
import { concealsUserExistence } from '#records/app-clients/policy'
import type { User } from '#records/users/user'
import {
  type CodePurpose,
  consumeVerificationCode,
  discardVerificationCode,
  findVerificationCode,
  type VerificationCode,
} from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'

interface CodeInQuestion {
  readonly sub: string
  readonly purpose: CodePurpose
  readonly code: string
}

const contentOf = ({ sub, purpose, code }: CodeInQuestion): string => JSON.stringify([purpose, sub, code])

/**
 * The stored form of a code. It is valid for one user and one purpose, and a copy of the database does not reveal the
 * code.
 */
export const codeDigestOf = ({ sealer }: { sealer: Sealer }, of: CodeInQuestion): string =>
  sealer.digest('verification-code', contentOf(of))

/** How far the clocks of two nodes may differ. A code from further in the future means that the clock was set back. */
const clockSkew = 5 * 60_000

/**
 * Checks a code without using it up, so that slow work may follow before `consumeCode`. Call `takeAttempt` first.
 *
 * @throws CodeMismatchException, ExpiredCodeException
 */
export async function checkCode(
  { clock, db, sealer }: { clock: Clock; db: Database; sealer: Sealer },
  { client, user, purpose, code }: { client: AppClient; user: User; purpose: CodePurpose; code: string },
): Promise<VerificationCode> {
  const { sub } = user
  const stored = await findVerificationCode(db, { sub, purpose })
  if (!stored) throw noCodeToMatch(client)
  const now = clock.now()
  const isCurrent = now < stored.expiresAt && now >= stored.createdAt - clockSkew
  const isRight = sealer
    .digests('verification-code', contentOf({ sub, purpose, code }))
    .some((digest) => constantTimeEqual(digest, stored.codeDigest))
  // Delete it, so that it does not become valid again when the clock is set back.
  if (!isCurrent) await discardVerificationCode(db, { sub, purpose })
  if (isRight && isCurrent && user.attributes[stored.attribute] === stored.destination) return stored
  const reportsExpiry = isRight || (!isCurrent && !concealsUserExistence(client))
  throw reportsExpiry ? expiredCode() : codeMismatch()
}

/**
 * Uses up a checked code, in the transaction that acts on it. A second call with the same code fails.
 * @param of.user as held in this transaction. The address must still be the one that the code went to.
 * @throws ExpiredCodeException
 */
export async function consumeCode(
  transaction: Database,
  { checked, user }: { checked: VerificationCode; user: User },
): Promise<void> {
  const isSameAddress = user.attributes[checked.attribute] === checked.destination
  if (!isSameAddress || !(await consumeVerificationCode(transaction, checked))) throw expiredCode()
}
