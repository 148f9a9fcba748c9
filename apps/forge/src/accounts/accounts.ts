import type { Identity } from '@poolhouse/omniauth'
import type { ForgeDatabase } from '#storage/database'
import { type Account, type AccountState, InvalidAccount, type NewAccount, type StoredIdentity } from './account.ts'

interface AccountRow {
  id: number
  username: string
  email: string
  name: string
  password_hash: string
  password_automatically_set: number
  state: AccountState
}

export function findAccount(db: ForgeDatabase, id: number): Account | undefined {
  return readAccount(db.prepare<[number], AccountRow>('SELECT * FROM accounts WHERE id = ?').get(id))
}

/** The account that a provider's answer belongs to. */
export function findAccountByIdentity(db: ForgeDatabase, { provider, uidKey }: Identity): Account | undefined {
  const row = db
    .prepare<[string, string], AccountRow>(
      `SELECT accounts.* FROM identities JOIN accounts ON accounts.id = identities.account_id
       WHERE identities.provider = ? AND identities.extern_uid_key = ?`,
    )
    .get(provider, uidKey)
  return readAccount(row)
}

/** The account that a person names in the regular form. A username can't hold an @, so the two never meet. */
export function findAccountByName(db: ForgeDatabase, usernameOrEmail: string): Account | undefined {
  if (usernameOrEmail.includes('@')) return findAccountByEmail(db, usernameOrEmail)
  const row = db
    .prepare<[string], AccountRow>('SELECT * FROM accounts WHERE lower(username) = lower(?)')
    .get(usernameOrEmail)
  return readAccount(row)
}

export function isUsernameTaken(db: ForgeDatabase, username: string): boolean {
  return db.prepare<[string]>('SELECT 1 FROM accounts WHERE lower(username) = lower(?)').get(username) !== undefined
}

export function findAccountByEmail(db: ForgeDatabase, email: string): Account | undefined {
  return readAccount(
    db.prepare<[string], AccountRow>('SELECT * FROM accounts WHERE lower(email) = lower(?)').get(email),
  )
}

/** Identities of an account, by provider. */
export function listIdentities(db: ForgeDatabase, accountId: number): StoredIdentity[] {
  return db
    .prepare<[number], { provider: string; extern_uid: string }>(
      'SELECT provider, extern_uid FROM identities WHERE account_id = ? ORDER BY provider',
    )
    .all(accountId)
    .map((row) => ({ provider: row.provider, externUid: row.extern_uid }))
}

const usernameForm = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/
// A shape, not RFC 5322: one @ with something around it, and nothing that could break a header or a line.
const emailForm = /^[^\s@\p{Cc}]{1,128}@[^\s@\p{Cc}]{1,253}$/u

/**
 * Stores an account. Call it inside a transaction when an identity follows.
 * @throws {InvalidAccount} for a name or address that is taken or malformed
 */
export function insertAccount(db: ForgeDatabase, account: NewAccount, now: number): Account {
  const reasons: string[] = []
  if (!usernameForm.test(account.username)) reasons.push('Username is invalid')
  else if (isUsernameTaken(db, account.username)) reasons.push('Username has already been taken')
  if (!emailForm.test(account.email)) reasons.push('Email is invalid')
  else if (findAccountByEmail(db, account.email) !== undefined) reasons.push('Email has already been taken')
  if (account.name.trim() === '') reasons.push("Name can't be blank")
  if (account.name.length > 255) reasons.push('Name is too long (maximum is 255 characters)')
  if (reasons.length > 0) throw new InvalidAccount(reasons)

  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO accounts (username, email, name, password_hash, password_automatically_set, state, created_at)
       VALUES (@username, @email, @name, @passwordHash, @automatic, @state, @now)`,
    )
    .run({ ...account, automatic: account.passwordAutomaticallySet ? 1 : 0, now })
  return { ...account, id: Number(lastInsertRowid) }
}

export function insertIdentity(db: ForgeDatabase, accountId: number, identity: Identity, now: number): void {
  db.prepare(
    `INSERT INTO identities (account_id, provider, extern_uid, extern_uid_key, created_at)
     VALUES (@accountId, @provider, @uid, @uidKey, @now)`,
  ).run({ ...identity, accountId, now })
}

export function recordSignIn(db: ForgeDatabase, accountId: number, now: number): void {
  db.prepare('UPDATE accounts SET last_sign_in_at = ? WHERE id = ?').run(now, accountId)
}

function readAccount(row: AccountRow | undefined): Account | undefined {
  return row === undefined
    ? undefined
    : {
        id: row.id,
        username: row.username,
        email: row.email,
        name: row.name,
        passwordHash: row.password_hash,
        passwordAutomaticallySet: row.password_automatically_set === 1,
        state: row.state,
      }
}
