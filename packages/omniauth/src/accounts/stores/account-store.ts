import { type Account, type AccountChanges, type AccountState, foldAscii } from '../account.ts'
import type { AccountQuery, AccountStore, LinkAnswer, Taken, UpdateAnswer } from '../store.ts'
import { type AccountTables, changeColumns, type SqlValue } from './account-tables.ts'
import { asRow, flag, type Row, readAccount, readIdentity, states } from './rows.ts'
import { ask, type Steps, type StepsOf } from './steps.ts'

/** The store for both databases. Each write is one statement with its condition in it, or one step of `tables`. */
export function accountSteps(tables: AccountTables): StepsOf<AccountStore> {
  const rows = (sql: string, values: readonly SqlValue[]) => ask(() => tables.rows(sql, values))
  function* row(sql: string, values: readonly SqlValue[]): Steps<Row | undefined> {
    const [first] = yield* rows(sql, values)
    return first === undefined ? undefined : asRow(first)
  }
  function* account(sql: string, values: readonly SqlValue[]): Steps<Account | undefined> {
    const found = yield* row(sql, values)
    return found && readAccount(found)
  }
  const holderOf = (provider: string, uidKey: string) =>
    row(
      `SELECT accounts.*, identities.trusted AS trusted FROM identities JOIN accounts ON accounts.id = identities.account_id
       WHERE identities.provider = ? AND identities.uid_key = ?`,
      [provider, uidKey],
    )

  const store: StepsOf<AccountStore> = {
    *find(id) {
      return yield* account('SELECT * FROM accounts WHERE id = ?', [keyOf(id)])
    },
    *findByUsername(username) {
      return yield* account('SELECT * FROM accounts WHERE username_key = ?', [foldAscii(username)])
    },
    *findByEmail(email) {
      return yield* account('SELECT * FROM accounts WHERE email_key = ?', [foldAscii(email)])
    },
    *findByIdentity({ provider, uidKey }) {
      const found = yield* holderOf(provider, uidKey)
      return found && { account: readAccount(found), trusted: flag(found['trusted']) }
    },
    *identities(accountId) {
      const found = yield* rows('SELECT * FROM identities WHERE account_id = ? ORDER BY provider', [keyOf(accountId)])
      return found.map((identity) => readIdentity(asRow(identity)))
    },
    *list(query) {
      const limit = Math.min(Math.max(Math.trunc(query.limit ?? 20), 1), 100)
      const { where, values } = conditions(tables, query)
      const sql = `SELECT * FROM accounts WHERE ${where} ORDER BY id DESC LIMIT ?`
      const found = (yield* rows(sql, [...values, limit + 1])).map((each) => readAccount(asRow(each)))
      const accounts = found.slice(0, limit)
      return { accounts, next: found.length > limit ? accounts.at(-1)?.id : undefined }
    },
    *countByState() {
      const found = (yield* rows('SELECT state, count(*) AS count FROM accounts GROUP BY state', [])).map(asRow)
      const count = (state: AccountState) => Number(found.find((each) => each['state'] === state)?.['count'] ?? 0)
      const [active, blocked, pending, deactivated] = states.map(count)
      return {
        active: active ?? 0,
        blocked: blocked ?? 0,
        blocked_pending_approval: pending ?? 0,
        deactivated: deactivated ?? 0,
      }
    },

    *create(planned, now) {
      for (let tries = 0; tries < 10; tries++) {
        const made = yield* ask(() => tables.insert(planned, now))
        if (made !== undefined) return { outcome: 'created', account: readAccount(asRow(made)) }
        const what = yield* whatIsTaken(store, planned)
        if (what !== undefined) return { outcome: 'taken', what }
        // The account with the same value was removed in the meantime.
      }
      throw new Error('The account could not be created: give each provider once in its identities, or try again')
    },
    *update(id, changes) {
      const updated = yield* attempt(tables, () => account(...updateStatement(id, changes)))
      if (updated !== undefined) return { outcome: 'updated', account: updated }
      return yield* whyNotUpdated(store, id, changes)
    },
    *setState(id, { from, to }) {
      const sql = `UPDATE accounts SET state = ? WHERE id = ? AND state IN (${marks(from)}) RETURNING id`
      return from.length > 0 && (yield* row(sql, [to, keyOf(id), ...from])) !== undefined
    },
    *setAdmin(id, admin) {
      // Locks the rows in the order of their keys, so that two calls wait for each other and do not deadlock.
      const admins = `WITH admins AS (SELECT id FROM accounts WHERE admin = ? AND state = 'active' ORDER BY id ${tables.lockRows})`
      const changed = admin
        ? yield* row('UPDATE accounts SET admin = ? WHERE id = ? AND admin = ? RETURNING id', [true, keyOf(id), false])
        : yield* row(
            `${admins} UPDATE accounts SET admin = ? WHERE id = ? AND admin = ?
             AND EXISTS (SELECT 1 FROM admins WHERE admins.id <> ?) RETURNING id`,
            [true, false, keyOf(id), true, keyOf(id)],
          )
      if (changed !== undefined) return 'changed'
      const now = yield* store.find(id)
      if (now === undefined) return 'not_found'
      return now.admin === admin ? 'unchanged' : 'last'
    },
    *recordSignIn(id, now) {
      return yield* account(
        `UPDATE accounts SET state = 'active', last_sign_in_at = ?
         WHERE id = ? AND state IN ('active', 'deactivated') RETURNING *`,
        [now, keyOf(id)],
      )
    },
    remove: (id) => ask(() => tables.remove(keyOf(id))),

    *link({ accountId, identity, whileEmail }, now) {
      const email = whileEmail === undefined ? null : foldAscii(whileEmail)
      const linked = yield* row(
        `INSERT INTO identities (account_id, provider, uid, created_at)
         SELECT id, CAST(? AS text), CAST(? AS text), CAST(? AS bigint) FROM accounts
         WHERE id = ? AND (CAST(? AS text) IS NULL OR email_key = CAST(? AS text))
         ON CONFLICT DO NOTHING RETURNING account_id`,
        [identity.provider, identity.uid, now, keyOf(accountId), email, email],
      )
      return linked === undefined ? yield* whyNotLinked(store, accountId, identity) : 'linked'
    },
    unlink: (accountId, provider) => ask(() => tables.unlink(keyOf(accountId), provider)),
    *changeUid(accountId, { provider, from, to }) {
      const changed = yield* attempt(tables, () =>
        row(
          `UPDATE identities SET uid = ? WHERE account_id = ? AND provider = ? AND uid_key = ?
           AND NOT EXISTS (SELECT 1 FROM identities other WHERE other.provider = ? AND other.uid_key = ? AND other.account_id <> ?)
           RETURNING account_id`,
          [to.uid, keyOf(accountId), provider, from.uidKey, provider, to.uidKey, keyOf(accountId)],
        ),
      )
      if (changed !== undefined) return 'changed'
      const holder = yield* holderOf(provider, to.uidKey)
      return holder !== undefined && String(holder['id']) !== accountId ? 'taken' : 'not_found'
    },
    *setTrusted(accountId, { provider, trusted }) {
      const sql = 'UPDATE identities SET trusted = ? WHERE account_id = ? AND provider = ? RETURNING account_id'
      return (yield* row(sql, [trusted, keyOf(accountId), provider])) !== undefined
    },
  }
  return store
}

/** The integer key of an id. 0 for an invalid id: no account has this key. */
export function keyOf(id: string): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0
}

const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')

function conditions(
  tables: AccountTables,
  { search, states, admin, external, provider, after }: AccountQuery,
): { where: string; values: SqlValue[] } {
  const parts: [string, readonly SqlValue[]][] = [['id > ?', [0]]]
  if (search !== undefined && search !== '') parts.push([tables.contains('search_text'), [foldAscii(search)]])
  if (states !== undefined) parts.push(states.length === 0 ? ['id = ?', [0]] : [`state IN (${marks(states)})`, states])
  if (admin !== undefined) parts.push(['admin = ?', [admin]])
  if (external !== undefined) parts.push(['external = ?', [external]])
  if (provider !== undefined) {
    const has =
      'EXISTS (SELECT 1 FROM identities WHERE identities.account_id = accounts.id AND identities.provider = ?)'
    parts.push([has, [provider]])
  }
  if (after !== undefined) parts.push(['id < ?', [keyOf(after)]])
  return { where: parts.map(([sql]) => sql).join(' AND '), values: parts.flatMap(([, values]) => [...values]) }
}

/** The conditions prevent an error in SQLite. In PostgreSQL a parallel write may still violate the unique index. */
function updateStatement(id: string, changes: AccountChanges): [string, SqlValue[]] {
  const columns = changeColumns(changes)
  const sets = columns.length === 0 ? 'id = id' : columns.map(([column]) => `${column} = ?`).join(', ')
  const free = (['email', 'username'] as const).filter((key) => changes[key] !== undefined)
  const clauses = free.map(
    (key) => ` AND NOT EXISTS (SELECT 1 FROM accounts other WHERE other.${key}_key = ? AND other.id <> ?)`,
  )
  return [
    `UPDATE accounts SET ${sets} WHERE id = ?${clauses.join('')} RETURNING *`,
    [
      ...columns.map(([, value]) => value),
      keyOf(id),
      ...free.flatMap((key) => [foldAscii(changes[key] ?? ''), keyOf(id)]),
    ],
  ]
}

function* attempt<T>(tables: AccountTables, write: () => Steps<T | undefined>): Steps<T | undefined> {
  try {
    return yield* write()
  } catch (error) {
    if (tables.isUniqueViolation(error)) return undefined
    throw error
  }
}

function* whatIsTaken(
  store: StepsOf<AccountStore>,
  { identities, email, username }: Parameters<AccountStore['create']>[0],
): Steps<Taken | undefined> {
  for (const identity of identities) if ((yield* store.findByIdentity(identity)) !== undefined) return 'identity'
  if ((yield* store.findByEmail(email)) !== undefined) return 'email'
  return (yield* store.findByUsername(username)) === undefined ? undefined : 'username'
}

function* whyNotUpdated(store: StepsOf<AccountStore>, id: string, changes: AccountChanges): Steps<UpdateAnswer> {
  if ((yield* store.find(id)) === undefined) return { outcome: 'not_found' }
  const holder = changes.email === undefined ? undefined : yield* store.findByEmail(changes.email)
  return { outcome: 'taken', what: holder === undefined || holder.id === id ? 'username' : 'email' }
}

function* whyNotLinked(
  store: StepsOf<AccountStore>,
  accountId: string,
  identity: Parameters<AccountStore['findByIdentity']>[0],
): Steps<LinkAnswer> {
  const holder = yield* store.findByIdentity(identity)
  if (holder !== undefined) return holder.account.id === accountId ? 'exists' : 'taken'
  const own = yield* store.identities(accountId)
  return own.some(({ provider }) => provider === identity.provider) ? 'other_uid' : 'not_found'
}
