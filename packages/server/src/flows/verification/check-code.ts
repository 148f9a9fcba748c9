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

/** How a code is stored: it fits one user and one purpose, and a copy of the database does not tell it. */
export const codeDigestOf = ({ sealer }: { sealer: Sealer }, of: CodeInQuestion): string =>
  sealer.digest('verification-code', contentOf(of))

/** Clocks of several nodes may differ by so much; a code from further ahead says that the clock was put back. */
const clockSkew = 5 * 60_000

/**
 * Looks whether a code is right, and leaves it valid: slow work may follow before `consumeCode` takes it. Take one use out of the
 * user's budget before.
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
  // Gone for good, so that it does not come back to life when the clock is put back.
  if (!isCurrent) await discardVerificationCode(db, { sub, purpose })
  if (isRight && isCurrent && user.attributes[stored.attribute] === stored.destination) return stored
  const toldExpired = isRight || (!isCurrent && !concealsUserExistence(client))
  throw toldExpired ? expiredCode() : codeMismatch()
}

/**
 * Takes a code that was checked, in the transaction that acts on it; whoever comes second fails.
 * @param of.user as held in this transaction: the address must still be the one that the code went to.
 * @throws ExpiredCodeException
 */
export async function consumeCode(
  transaction: Database,
  { checked, user }: { checked: VerificationCode; user: User },
): Promise<void> {
  const isSameAddress = user.attributes[checked.attribute] === checked.destination
  if (!isSameAddress || !(await consumeVerificationCode(transaction, checked))) throw expiredCode()
}
