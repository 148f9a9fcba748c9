import type { TokenStore } from '../token-store.ts'

interface Row {
  sealed: string
  lease: number
  leaseUntil: number
  expiresAt: number
}

/** Tokens in the memory of this process, for one process and for tests. They are lost when it ends. */
export function memoryTokens(): TokenStore {
  const rows = new Map<string, Row>()
  let leases = 0
  return {
    async read(id, now) {
      const row = rows.get(id)
      return row === undefined || row.expiresAt <= now ? undefined : { sealed: row.sealed, leaseUntil: row.leaseUntil }
    },
    async write(id, { sealed, expiresAt }) {
      rows.set(id, { sealed, lease: ++leases, leaseUntil: 0, expiresAt })
    },
    async open(id, { now, expiresAt }) {
      const row = rows.get(id)
      if (row === undefined || row.expiresAt <= now)
        rows.set(id, { sealed: '', lease: ++leases, leaseUntil: 0, expiresAt })
    },
    async claim(id, { sealed, now, until }) {
      const row = rows.get(id)
      if (row === undefined || row.sealed !== sealed || row.leaseUntil > now || row.expiresAt <= now) return undefined
      row.lease = ++leases
      row.leaseUntil = until
      return row.lease
    },
    async replace(id, { lease, sealed, expiresAt }) {
      const row = rows.get(id)
      if (row?.lease !== lease || row.leaseUntil === 0) return false
      rows.set(id, { sealed, lease, leaseUntil: 0, expiresAt })
      return true
    },
    async release(id, { lease, until }) {
      const row = rows.get(id)
      if (row?.lease === lease) row.leaseUntil = until
    },
    remove: async (id) => rows.delete(id),
    async sweep(now) {
      const expired = [...rows].filter(([, row]) => row.expiresAt <= now)
      for (const [id] of expired) rows.delete(id)
      return expired.length
    },
  }
}
