import { createHash, randomBytes } from 'node:crypto'

const lifetimeMs = 12 * 60 * 60_000

/** Sessions. A random cookie identifies each one; the database stores only its hash. */
export function sqliteSessions(db, { secure, clock = Date.now }) {
  db.exec(`CREATE TABLE IF NOT EXISTS sessions (
    id_hash TEXT PRIMARY KEY, account_id TEXT NOT NULL, provider TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT`)
  const name = secure ? '__Host-session' : 'session'
  const cookie = (value, seconds) =>
    `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`

  return {
    /** Starts a session, always with a new id. Returns its `Set-Cookie`. */
    begin({ accountId, provider }) {
      const id = randomBytes(32).toString('base64url')
      db.prepare('DELETE FROM sessions WHERE expires_at <= ?').run(clock())
      db.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?)').run(hash(id), accountId, provider, clock() + lifetimeMs)
      return cookie(id, lifetimeMs / 1000)
    },
    /** The session of a `Cookie` header. */
    find(header) {
      const select = 'SELECT account_id AS accountId, provider FROM sessions WHERE id_hash = ? AND expires_at > ?'
      return db.prepare(select).get(hash(cookieIn(header, name)), clock())
    },
    /** Ends the session of a `Cookie` header. Returns the `Set-Cookie` that deletes it in the browser. */
    end(header) {
      db.prepare('DELETE FROM sessions WHERE id_hash = ?').run(hash(cookieIn(header, name)))
      return cookie('', 0)
    },
  }
}

const hash = (id) => createHash('sha256').update(id).digest('hex')

/** An attacker may have planted a cookie that occurs twice, so both are ignored. */
function cookieIn(header = '', name) {
  const values = header.split(/; */).filter((pair) => pair.startsWith(`${name}=`))
  return values.length === 1 ? values[0].slice(name.length + 1) : ''
}
