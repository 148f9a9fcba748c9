import type { Database } from '#storage/database'
import { prepared } from '#storage/prepared'
import type { ChallengeSessionTable } from '#storage/tables/challenge-sessions'

/** A sign-in between two steps. */
export interface ChallengeSession {
  readonly idDigest: string
  readonly userPoolId: string
  readonly clientId: string
  /** Sealed under `challengeSessionContext(idDigest)`. */
  readonly sealedState: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly consumedAt: number | undefined
}

/** Binds a sealed state to its row. */
export const challengeSessionContext = (idDigest: string): string => `challenge-session:${idDigest}`

const byDigest = prepared<{ idDigest: string }, ChallengeSessionTable>((db, parameter) =>
  db.selectFrom('challenge_sessions').selectAll().where('id_digest', '=', parameter('idDigest')),
)

const consume = prepared<{ idDigest: string; now: number }, { id_digest: string }>((db, parameter) =>
  db
    .updateTable('challenge_sessions')
    .set({ consumed_at: parameter('now') })
    .where('id_digest', '=', parameter('idDigest'))
    .where('consumed_at', 'is', null)
    .returning('id_digest'),
)

export async function findChallengeSession(db: Database, idDigest: string): Promise<ChallengeSession | undefined> {
  const [row] = await byDigest(db, { idDigest })
  return row && fromRow(row)
}

export async function insertChallengeSession(
  db: Database,
  session: Omit<ChallengeSession, 'consumedAt'>,
): Promise<void> {
  await db
    .insertInto('challenge_sessions')
    .values({
      id_digest: session.idDigest,
      user_pool_id: session.userPoolId,
      client_id: session.clientId,
      sealed_state: session.sealedState,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      consumed_at: null,
    })
    .execute()
}

/** Uses up the session. Of several simultaneous calls, exactly one gets true. */
export async function consumeChallengeSession(
  db: Database,
  { idDigest, now }: { idDigest: string; now: number },
): Promise<boolean> {
  const rows = await consume(db, { idDigest, now })
  return rows.length > 0
}

export async function sweepChallengeSessions(db: Database, before: number): Promise<void> {
  await db.deleteFrom('challenge_sessions').where('expires_at', '<', before).execute()
}

function fromRow(row: ChallengeSessionTable): ChallengeSession {
  return {
    idDigest: row.id_digest,
    userPoolId: row.user_pool_id,
    clientId: row.client_id,
    sealedState: row.sealed_state,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    consumedAt: row.consumed_at ?? undefined,
  }
}
