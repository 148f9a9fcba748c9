import { migrateSqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import type { Database } from 'better-sqlite3'

/**
 * Forge's tables. Never edit a released migration: add the next one. Times are epoch milliseconds. Since the second
 * migration, accounts and identities are tables of @poolhouse/omniauth.
 */
export const migrations: readonly (string | ((db: Database) => void))[] = [
  `
  -- A person who can sign in. An account that a provider created has a random password that is not shown.
  CREATE TABLE accounts (
    id                         INTEGER PRIMARY KEY,
    username                   TEXT    NOT NULL CHECK (username <> ''),
    email                      TEXT    NOT NULL CHECK (email <> ''),
    name                       TEXT    NOT NULL,
    password_hash              TEXT    NOT NULL,              -- argon2id, parameters inside
    password_automatically_set INTEGER NOT NULL CHECK (password_automatically_set IN (0, 1)),
    state                      TEXT    NOT NULL CHECK (state IN ('active', 'blocked_pending_approval', 'blocked')),
    created_at                 INTEGER NOT NULL,
    last_sign_in_at            INTEGER
  ) STRICT;

  -- SQLite's lower() folds only A-Z, as needed here: with Unicode folding the Kelvin sign would equal a k, and two
  -- different names would be the same.
  CREATE UNIQUE INDEX accounts_username ON accounts (lower(username));
  CREATE UNIQUE INDEX accounts_email    ON accounts (lower(email));

  -- The identity of an account at a provider. A blank extern_uid would match many people, so it is not allowed.
  CREATE TABLE identities (
    id             INTEGER PRIMARY KEY,
    account_id     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    provider       TEXT    NOT NULL CHECK (provider <> ''),
    extern_uid     TEXT    NOT NULL CHECK (trim(extern_uid, char(9, 10, 11, 12, 13, 32, 160)) <> ''),
    extern_uid_key TEXT    NOT NULL CHECK (extern_uid_key = lower(extern_uid)),
    created_at     INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX identities_extern_uid ON identities (provider, extern_uid_key);
  CREATE UNIQUE INDEX identities_account    ON identities (account_id, provider);

  -- A browser that is signed in. Forge stores only the hash of the cookie's value.
  CREATE TABLE sessions (
    id_hash    BLOB    PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    provider   TEXT,                                          -- NULL: signed in with a password
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_expires_at ON sessions (expires_at);
  CREATE INDEX sessions_account    ON sessions (account_id);

  -- Failed password attempts since the last success, by account, unknown name, or address.
  CREATE TABLE attempts (
    subject         TEXT    PRIMARY KEY,
    failures        INTEGER NOT NULL,
    window_ends_at  INTEGER NOT NULL                          -- then the count starts again
  ) STRICT, WITHOUT ROWID;
  `,
  moveToPackageTables,
  `
  -- The authenticator app of an account with a second factor.
  CREATE TABLE authenticators (
    account_id     INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    sealed_secret  TEXT    NOT NULL,                          -- the key is not in the database
    last_used_step INTEGER NOT NULL,                          -- codes of this time step and older ones do not work
    created_at     INTEGER NOT NULL
  ) STRICT;

  -- Unused recovery codes. Forge deletes a code when it is used.
  CREATE TABLE recovery_codes (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    code_hash  BLOB    NOT NULL,
    PRIMARY KEY (account_id, code_hash)
  ) STRICT, WITHOUT ROWID;

  -- The User-Agent of the browser, so that users can tell their sessions apart.
  ALTER TABLE sessions ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
  `,
  `
  -- Providers that an administrator switched off for sign-in. Signed-in users can still connect them.
  CREATE TABLE disabled_providers (
    name        TEXT    PRIMARY KEY CHECK (name <> ''),
    disabled_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The actions of administrators. Names are stored as text, because accounts can be renamed or removed.
  CREATE TABLE admin_actions (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL
  ) STRICT;

  -- The provider's id (sid) of the browser session behind a session of Forge. The provider uses it to end the session.
  CREATE TABLE provider_sessions (
    id_hash BLOB PRIMARY KEY REFERENCES sessions (id_hash) ON DELETE CASCADE,
    sid     TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX provider_sessions_sid ON provider_sessions (sid);
  `,
  `
  -- The provider's ids of the session (sid) and of the person (subject) behind a session of Forge, if the provider sent
  -- them. A back-channel logout has one or both. The subject can differ from the uid.
  CREATE TABLE told_sessions (
    id_hash BLOB PRIMARY KEY REFERENCES sessions (id_hash) ON DELETE CASCADE,
    sid     TEXT,
    subject TEXT
  ) STRICT, WITHOUT ROWID;
  INSERT INTO told_sessions (id_hash, sid) SELECT id_hash, sid FROM provider_sessions;
  DROP TABLE provider_sessions;
  ALTER TABLE told_sessions RENAME TO provider_sessions;
  CREATE INDEX provider_sessions_sid ON provider_sessions (sid);
  `,
]

/** Moves accounts and identities to the tables of the package, and passwords to a separate table. */
function moveToPackageTables(db: Database): void {
  db.exec(`
  DROP INDEX accounts_username;
  DROP INDEX accounts_email;
  DROP INDEX identities_extern_uid;
  DROP INDEX identities_account;
  DROP INDEX sessions_expires_at;
  DROP INDEX sessions_account;
  ALTER TABLE sessions   RENAME TO old_sessions;
  ALTER TABLE identities RENAME TO old_identities;
  ALTER TABLE accounts   RENAME TO old_accounts;
  `)
  migrateSqliteAccounts(db)
  db.exec(`
  -- The operator created the accounts with a password and knows their addresses, so these are verified. The first Forge
  -- did not store whether a provider verified an address.
  INSERT INTO accounts (id, username, email, email_verified, name, state, admin, external, created_at, last_sign_in_at)
    SELECT id, username, email, 1 - password_automatically_set, name, state, 0, 0, created_at, last_sign_in_at FROM old_accounts;
  INSERT INTO identities (account_id, provider, uid, created_at)
    SELECT account_id, provider, extern_uid, created_at FROM old_identities ORDER BY id;

  -- Passwords as argon2id hashes with their parameters. An account that a provider created has none.
  CREATE TABLE passwords (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    hash       TEXT    NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO passwords SELECT id, password_hash, created_at FROM old_accounts WHERE password_automatically_set = 0;

  -- A browser that is signed in. Forge stores only the hash of the cookie's value.
  CREATE TABLE sessions (
    id_hash    BLOB    PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    provider   TEXT,                                          -- NULL: signed in with a password
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_expires_at ON sessions (expires_at);
  CREATE INDEX sessions_account    ON sessions (account_id);
  INSERT INTO sessions SELECT id_hash, account_id, provider, created_at, expires_at FROM old_sessions;

  DROP TABLE old_sessions;
  DROP TABLE old_identities;
  DROP TABLE old_accounts;
  `)
}
