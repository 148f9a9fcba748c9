import { type AccountStore, foldAscii, type ProviderSession, type ProviderSignOut } from '@poolhouse/omniauth'
import type { ForgeDatabase } from '#storage/database'
import { hashId } from './sessions.ts'

/** Longer names are not stored. The uid also finds these sessions. */
const longestName = 255

/** Stores the names that a provider uses later to end the session. */
export function noteProviderSession(
  db: ForgeDatabase,
  { sessionId, session: { sid, subject } }: { sessionId: string; session: ProviderSession },
): void {
  const kept = (name: string | undefined) => (name === undefined || name.length > longestName ? null : name)
  db.prepare('INSERT INTO provider_sessions (id_hash, sid, subject) VALUES (?, ?, ?)').run(
    hashId(sessionId),
    kept(sid),
    kept(subject),
  )
}

/**
 * Ends the sessions that a provider has ended, and returns their number. A `sid` ends that session. A person without a `sid`
 * ends all sessions of the person from this provider. With both, the person's sessions with an unknown `sid` also end,
 * because a session too many is safer than one too few.
 */
export async function endProviderSessions(
  { db, accounts }: { db: ForgeDatabase; accounts: AccountStore },
  { provider, uid, subject, sid }: ProviderSignOut,
): Promise<number> {
  const holder = uid === undefined ? undefined : await accounts.findByIdentity({ provider, uidKey: foldAscii(uid) })
  const isGiven = { subject: subject !== undefined || uid !== undefined, sid: sid !== undefined }
  if (!isGiven.subject && !isGiven.sid) return 0
  return db
    .prepare(
      `DELETE FROM sessions WHERE provider = @provider AND id_hash IN (
         SELECT s.id_hash FROM sessions s LEFT JOIN provider_sessions p ON p.id_hash = s.id_hash
         WHERE (NOT @isPerson OR s.account_id = @account OR p.subject = @subject)
         AND (NOT @isSession OR p.sid = @sid OR (@isPerson AND p.sid IS NULL)))`,
    )
    .run({
      provider,
      isPerson: Number(isGiven.subject),
      account: holder === undefined ? null : Number(holder.account.id),
      subject: subject ?? null,
      isSession: Number(isGiven.sid),
      sid: sid ?? null,
    }).changes
}
