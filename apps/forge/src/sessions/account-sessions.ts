import type { ForgeDatabase } from '#storage/database'

/** Signs an account out of every browser, or of those that came with one provider. */
export function endSessionsOf(db: ForgeDatabase, accountId: string, provider?: string): void {
  db.prepare('DELETE FROM sessions WHERE account_id = @account AND (@provider IS NULL OR provider = @provider)').run({
    account: Number(accountId),
    provider: provider ?? null,
  })
}

/** How many browsers an account is signed in with. */
export function countSessionsOf(db: ForgeDatabase, { accountId, now }: { accountId: string; now: number }): number {
  const row = db
    .prepare<[number, number], { count: number }>(
      'SELECT count(*) AS count FROM sessions WHERE account_id = ? AND expires_at > ?',
    )
    .get(Number(accountId), now)
  return row?.count ?? 0
}
