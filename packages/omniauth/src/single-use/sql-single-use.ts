import { hex, sha256 } from '#core/encoding'
import type { SingleUse } from '#core/single-use'
import type { RunSql } from '#stores/run-sql'

/**
 * The table, in SQL for both SQLite and PostgreSQL. Keys are stored as hashes, because they identify users' sign-ins.
 */
export const usedTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS omniauth_used (
    id         TEXT   PRIMARY KEY,
    expires_at BIGINT NOT NULL
  )`,
  'CREATE INDEX IF NOT EXISTS omniauth_used_expires_at ON omniauth_used (expires_at)',
]

export interface SqlSingleUseOptions {
  /** Epoch milliseconds. Default `Date.now`. */
  readonly clock?: () => number
}

/** The number of uses between two cleanups of expired rows. The first use in a process also cleans up. */
const tidyEvery = 100

/** The memory for both databases. The unique index decides whether a key is new. */
export function sqlSingleUse(run: RunSql, { clock = Date.now }: SqlSingleUseOptions): SingleUse {
  let uses = 0
  return {
    async first(key, until) {
      if (uses++ % tidyEvery === 0) await run('DELETE FROM omniauth_used WHERE expires_at < ?', [clock()])
      const id = hex(await sha256(key))
      const sql = 'INSERT INTO omniauth_used (id, expires_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING RETURNING id'
      return (await run(sql, [id, until])).length > 0
    },
  }
}
