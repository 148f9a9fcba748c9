import { type AccountStore, type AuthHash, foldAscii, type ProviderSignOut } from '@poolhouse/omniauth'
import type { ForgeDatabase } from '#storage/database'
import { hashId } from './sessions.ts'

/** Longer names of sessions are not kept: the uid ends those just as well. */
const longestSid = 255

/**
 * The provider's own name of the browser session that a sign-in came out of, if its ID token tells one.
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html
 */
export function providerSid({ extra }: Pick<AuthHash, 'extra'>): string | undefined {
  const claims = extra['id_info']
  const sid: unknown = typeof claims === 'object' && claims !== null ? Reflect.get(claims, 'sid') : undefined
  return typeof sid === 'string' && sid !== '' && sid.length <= longestSid ? sid : undefined
}

export function noteProviderSession(
  db: ForgeDatabase,
  { sessionId, sid }: { sessionId: string; sid: string | undefined },
): void {
  if (sid === undefined) return
  db.prepare('INSERT INTO provider_sessions (id_hash, sid) VALUES (?, ?)').run(hashId(sessionId), sid)
}

/**
 * Ends what a provider has ended: with a `sid` that session, with a uid alone all sessions of that person which came from the provider. With both, the person's sessions
 * whose `sid` isn't known end too: one too many is better than one too few.
 */
export async function endProviderSessions(
  { db, accounts }: { db: ForgeDatabase; accounts: AccountStore },
  { provider, uid, sid }: ProviderSignOut,
): Promise<number> {
  const holder = uid === undefined ? undefined : await accounts.findByIdentity({ provider, uidKey: foldAscii(uid) })
  if (uid !== undefined && holder === undefined) return 0
  return db
    .prepare(
      `DELETE FROM sessions WHERE provider = @provider
       AND (@account IS NULL OR account_id = @account)
       AND (@sid IS NULL OR EXISTS (SELECT 1 FROM provider_sessions p WHERE p.id_hash = sessions.id_hash AND p.sid = @sid)
            OR (@account IS NOT NULL AND NOT EXISTS (SELECT 1 FROM provider_sessions p WHERE p.id_hash = sessions.id_hash)))
       AND (@account IS NOT NULL OR @sid IS NOT NULL)`,
    )
    .run({ provider, account: holder === undefined ? null : Number(holder.account.id), sid: sid ?? null }).changes
}
