import type { ForgeDatabase } from '#storage/database'

/** The hash of an account's password. Undefined for an account that a provider created: it has no password. */
export function findPasswordHash(db: ForgeDatabase, accountId: string): string | undefined {
  return db
    .prepare<[number], { hash: string }>('SELECT hash FROM passwords WHERE account_id = ?')
    .get(Number(accountId))?.hash
}

/** The time of the last change of an account's password, in epoch milliseconds; undefined without a password. */
export function passwordChangedAt(db: ForgeDatabase, accountId: string): number | undefined {
  return db
    .prepare<[number], { at: number }>('SELECT changed_at AS at FROM passwords WHERE account_id = ?')
    .get(Number(accountId))?.at
}

export function storePassword(
  db: ForgeDatabase,
  { accountId, hash, now }: { accountId: string; hash: string; now: number },
): void {
  db.prepare(
    `INSERT INTO passwords (account_id, hash, changed_at) VALUES (?, ?, ?)
     ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`,
  ).run(Number(accountId), hash, now)
}
