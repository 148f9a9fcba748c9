import { hex, sha256 } from '#core/encoding'
import type { SingleUse } from '#core/single-use'
import type { RunSql } from '#stores/run-sql'

/** The one table, in words that SQLite and PostgreSQL both have. What was used is there as a hash: it names people's sign-ins. */
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

/** How many uses pass until what has ended is cleared away once more; the first one of a process begins with it. */
const tidyEvery = 100

/** The memory over either database: that a key is there already is for its index to say. */
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
