import type { RunSql, SqlValue } from '#stores/run-sql'
import type { TokenStore } from '../token-store.ts'

/** The table, in SQL for both SQLite and PostgreSQL. Its tokens can only be read with the application's secret. */
export const tokenTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS omniauth_tokens (
    id          TEXT   PRIMARY KEY,
    sealed      TEXT   NOT NULL,
    lease       BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
  )`,
  'CREATE INDEX IF NOT EXISTS omniauth_tokens_expires_at ON omniauth_tokens (expires_at)',
]

/** The store for both databases. */
export function sqlTokens(run: RunSql): TokenStore {
  // A new row starts at a random lease number, so that a lease of a removed row with the same id is not valid.
  const firstLease = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  const touched = async (sql: string, values: readonly SqlValue[]) => (await run(sql, values)).length > 0
  return {
    async read(id, now) {
      const sql = 'SELECT sealed, lease_until FROM omniauth_tokens WHERE id = ? AND expires_at > ?'
      const [row] = await run(sql, [id, now])
      return row === undefined
        ? undefined
        : { sealed: String(cell(row, 'sealed')), leaseUntil: Number(cell(row, 'lease_until')) }
    },
    async write(id, { sealed, expiresAt }) {
      await run(
        `INSERT INTO omniauth_tokens VALUES (?, ?, ?, 0, ?) ON CONFLICT (id) DO UPDATE
         SET sealed = excluded.sealed, lease = omniauth_tokens.lease + 1, lease_until = 0, expires_at = excluded.expires_at`,
        [id, sealed, firstLease(), expiresAt],
      )
    },
    async open(id, { now, expiresAt }) {
      await run(
        `INSERT INTO omniauth_tokens VALUES (?, '', ?, 0, ?) ON CONFLICT (id) DO UPDATE
         SET sealed = '', lease = omniauth_tokens.lease + 1, lease_until = 0, expires_at = excluded.expires_at
         WHERE omniauth_tokens.expires_at <= ?`,
        [id, firstLease(), expiresAt, now],
      )
    },
    async claim(id, { sealed, now, until }) {
      const [row] = await run(
        `UPDATE omniauth_tokens SET lease = lease + 1, lease_until = ?
         WHERE id = ? AND sealed = ? AND lease_until <= ? AND expires_at > ? RETURNING lease`,
        [until, id, sealed, now, now],
      )
      return row === undefined ? undefined : Number(cell(row, 'lease'))
    },
    replace: (id, { lease, sealed, expiresAt }) =>
      touched(
        `UPDATE omniauth_tokens SET sealed = ?, lease_until = 0, expires_at = ?
         WHERE id = ? AND lease = ? AND lease_until > 0 RETURNING id`,
        [sealed, expiresAt, id, lease],
      ),
    async release(id, { lease, until }) {
      await run('UPDATE omniauth_tokens SET lease_until = ? WHERE id = ? AND lease = ?', [until, id, lease])
    },
    remove: (id) => touched('DELETE FROM omniauth_tokens WHERE id = ? RETURNING id', [id]),
    sweep: async (now) => (await run('DELETE FROM omniauth_tokens WHERE expires_at <= ? RETURNING id', [now])).length,
  }
}

function cell(row: unknown, column: string): unknown {
  return typeof row === 'object' && row !== null
    ? Object.entries(row).find(([name]) => name === column)?.[1]
    : undefined
}
