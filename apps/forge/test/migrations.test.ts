import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identityOf } from '@poolhouse/omniauth'
import { sqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findPasswordHash } from '../src/accounts/stored-passwords.ts'
import { openDatabase } from '../src/storage/database.ts'
import { migrations } from '../src/storage/migrations.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forge-migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A database of the first Forge: the operator created one account, a provider the other. */
function firstForge(): string {
  const file = join(folder, 'forge.sqlite')
  const db = new Database(file)
  db.pragma('foreign_keys = ON')
  const [first] = migrations
  if (typeof first !== 'string') throw new Error('The first migration is SQL')
  db.exec(first)
  db.exec(`
    INSERT INTO accounts VALUES (3, 'Dora', 'Dora@example.com', 'Dora', 'HASH-3', 0, 'active', 100, 150);
    INSERT INTO accounts VALUES (5, 'alice', 'alice@example.com', 'Alice', 'HASH-5', 1, 'blocked_pending_approval', 200, NULL);
    INSERT INTO identities VALUES (1, 5, 'cognito', 'Sub-A', 'sub-a', 201);
    INSERT INTO attempts VALUES ('account:3', 2, 900);
  `)
  db.prepare('INSERT INTO sessions VALUES (?, 3, NULL, 110, 999)').run(randomBytes(32))
  db.pragma('user_version = 1')
  db.close()
  return file
}

test('a migration keeps the accounts, identities, passwords and sessions of the first Forge', async () => {
  const db = openDatabase(firstForge())
  const accounts = sqliteAccounts(db)
  expect(await accounts.findByUsername('dora')).toMatchObject({
    id: '3',
    username: 'Dora',
    email: 'Dora@example.com',
    emailVerified: true,
    state: 'active',
    createdAt: 100,
    lastSignInAt: 150,
  })
  expect(await accounts.findByIdentity(identityOf({ provider: 'cognito', uid: 'SUB-A' }))).toMatchObject({
    account: { id: '5', emailVerified: false, state: 'blocked_pending_approval', lastSignInAt: undefined },
    trusted: true,
  })
  expect(await accounts.identities('5')).toMatchObject([{ uid: 'Sub-A', createdAt: 201 }])
  expect([findPasswordHash(db, '3'), findPasswordHash(db, '5')]).toEqual(['HASH-3', undefined])
  expect(db.prepare('SELECT account_id, expires_at FROM sessions').all()).toEqual([{ account_id: 3, expires_at: 999 }])
  expect(db.prepare('SELECT failures FROM attempts').all()).toEqual([{ failures: 2 }])
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
})

test('a migration removes the old tables, and a removed account takes its rows with it', async () => {
  const file = firstForge()
  openDatabase(file).close()
  const db = openDatabase(file)
  expect(db.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'old%'`).all()).toEqual([])
  await sqliteAccounts(db).remove('3')
  expect(db.prepare('SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM passwords) AS left').get()).toEqual(
    {
      left: 0,
    },
  )
  db.close()
})
