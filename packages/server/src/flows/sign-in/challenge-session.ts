import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { toBase64 } from '#foundation/encoding'
import { invalidSession, sessionExpired, sessionUsed } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { challengeSessionLifetime } from '#records/app-clients/policy'
import {
  type ChallengeSession,
  challengeSessionContext,
  consumeChallengeSession,
  findChallengeSession,
} from '#records/challenge-sessions/challenge-sessions'
import type { Database } from '#storage/database'
import { readState, type SignInState, writeState } from './sign-in-state.ts'

const purpose = 'challenge-session'

/** A new opaque string: 384 random bits, base64 because SRP clients decode it (it is their SECRET_BLOCK too). */
export const newSession = (random: Random): string => toBase64(random.bytes(48))

/** The record of `session`. Insert it in the transaction that uses up the previous session. */
export function sessionRecord(
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  { client, session, state }: { client: AppClient; session: string; state: Omit<SignInState, 'version'> },
): Omit<ChallengeSession, 'consumedAt'> {
  const idDigest = sealer.digest(purpose, session)
  const now = clock.now()
  return {
    idDigest,
    userPoolId: client.userPoolId,
    clientId: client.id,
    sealedState: sealer.seal(writeState(state), challengeSessionContext(idDigest)),
    createdAt: now,
    expiresAt: now + challengeSessionLifetime(client),
  }
}

/**
 * Reads the state of a client's session string.
 * @throws NotAuthorizedException when the session is unknown, another client's, used or expired, or when this release
 *   does not know the form of the state.
 */
export async function openSession(
  { clock, db, sealer }: { clock: Clock; db: Database; sealer: Sealer },
  { client, session }: { client: AppClient; session: string },
): Promise<{ idDigest: string; state: SignInState }> {
  const record = await find(db, sealer.digests(purpose, session))
  if (record?.clientId !== client.id || record.userPoolId !== client.userPoolId) throw invalidSession()
  if (record.consumedAt !== undefined) throw sessionUsed()
  if (record.expiresAt <= clock.now()) throw sessionExpired()
  const state = readState(sealer.open(record.sealedState, challengeSessionContext(record.idDigest)))
  if (!state) throw invalidSession()
  return { idDigest: record.idDigest, state }
}

/** Uses up a session. @throws NotAuthorizedException when another request has used it. */
export async function takeSession(
  { clock, db }: { clock: Clock; db: Database },
  session: { idDigest: string },
): Promise<void> {
  const taken = await consumeChallengeSession(db, { idDigest: session.idDigest, now: clock.now() })
  if (!taken) throw sessionUsed()
}

async function find(db: Database, digests: readonly string[]): Promise<ChallengeSession | undefined> {
  for (const digest of digests) {
    const record = await findChallengeSession(db, digest)
    if (record) return record
  }
  return undefined
}
