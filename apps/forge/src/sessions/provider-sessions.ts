import { type AccountStore, foldAscii, type ProviderSession, type ProviderSignOut } from '@poolhouse/omniauth'
import type { ForgeDatabase } from '#storage/database'
import { hashId } from './sessions.ts'

/** Longer names are not kept: the uid ends those sessions just as well. */
const longestName = 255

/** Keeps the names by which a provider says later that a session has ended. */
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
 * Ends what a provider has ended: with a `sid` that session, with a person alone all of their sessions that came from the provider. With both, the person's sessions
 * whose `sid` isn't known end too: one too many is better than one too few. Answers how many there were.
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
