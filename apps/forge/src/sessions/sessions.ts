import { createHash, randomBytes } from 'node:crypto'
import type { Account, AccountStore } from '@poolhouse/omniauth'
import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'

const day = 24 * 60 * 60_000
/** "Remember me" keeps a browser signed in for two weeks. Otherwise the session ends with the browser, or after a week. */
export const sessionLifetimes = { remembered: 14 * day, browser: 7 * day } as const

const longestUserAgent = 400
const sessionIdForm = /^[A-Za-z0-9_-]{43}$/

export function newSessionId(): string {
  return randomBytes(32).toString('base64url')
}

export function isSessionId(value: string | undefined): value is string {
  return value !== undefined && sessionIdForm.test(value)
}

/** `provider` is undefined after a sign-in with a password. */
export interface Session {
  account: Account
  provider: string | undefined
}

/** Starts a session of an account and returns its id. Forge stores only the hash of the id. */
export function startSession(
  { db, clock }: { db: ForgeDatabase; clock: Clock },
  {
    accountId,
    provider,
    remember,
    userAgent = '',
  }: { accountId: string; provider: string | undefined; remember: boolean; userAgent?: string | undefined },
): string {
  const id = newSessionId()
  const now = clock.now()
  const expiresAt = now + (remember ? sessionLifetimes.remembered : sessionLifetimes.browser)
  db.prepare(
    'INSERT INTO sessions (id_hash, account_id, provider, user_agent, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(hashId(id), Number(accountId), provider ?? null, userAgent.slice(0, longestUserAgent), now, expiresAt)
  return id
}

/** The session of a cookie. Undefined when it ended or expired, or when its account may no longer sign in. */
export async function findSession(
  { db, accounts, clock }: { db: ForgeDatabase; accounts: AccountStore; clock: Clock },
  id: string,
): Promise<Session | undefined> {
  const row = db
    .prepare<[Buffer, number], { account_id: number; provider: string | null }>(
      'SELECT account_id, provider FROM sessions WHERE id_hash = ? AND expires_at > ?',
    )
    .get(hashId(id), clock.now())
  const account = row && (await accounts.find(String(row.account_id)))
  return account?.state === 'active' ? { account, provider: row?.provider ?? undefined } : undefined
}

export function endSession(db: ForgeDatabase, id: string): void {
  db.prepare('DELETE FROM sessions WHERE id_hash = ?').run(hashId(id))
}

export function sweepSessions(db: ForgeDatabase, now: number): void {
  db.prepare('DELETE FROM sessions WHERE expires_at <= ?').run(now)
}

/** The stored form of a session id. */
export const hashId = (id: string): Buffer => createHash('sha256').update(id).digest()
