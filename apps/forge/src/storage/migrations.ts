import { migrateSqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import type { Database } from 'better-sqlite3'

/**
 * Forge's tables, forward only: a migration that has been released is never edited, the next one follows it.
 * Times are epoch milliseconds. Accounts and identities are the package's own tables since the second.
 */
export const migrations: readonly (string | ((db: Database) => void))[] = [
  `
  -- A person who can sign in. An account made by a provider's answer has a random password that nobody has seen.
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

  -- SQLite's lower() folds A-Z and nothing else, which is what is wanted here: folding Unicode would let the
  -- Kelvin sign stand for a k, and one person's name for another's.
  CREATE UNIQUE INDEX accounts_username ON accounts (lower(username));
  CREATE UNIQUE INDEX accounts_email    ON accounts (lower(email));

  -- Who an account is at a provider. A blank extern_uid would be everybody's: it can't be stored.
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

  -- A browser that is signed in. Only the hash of the cookie's value is kept.
  CREATE TABLE sessions (
    id_hash    BLOB    PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    provider   TEXT,                                          -- NULL: signed in with a password
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_expires_at ON sessions (expires_at);
  CREATE INDEX sessions_account    ON sessions (account_id);

  -- Password attempts that have not been followed by a success, by account, unknown name, or address.
  CREATE TABLE attempts (
    subject         TEXT    PRIMARY KEY,
    failures        INTEGER NOT NULL,
    window_ends_at  INTEGER NOT NULL                          -- the count starts again after this
  ) STRICT, WITHOUT ROWID;
  `,
  takeUpThePackagesAccounts,
  `
  -- The authenticator app of an account that asks for a second factor.
  CREATE TABLE authenticators (
    account_id     INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    sealed_secret  TEXT    NOT NULL,                          -- under a key that is not in the database
    last_used_step INTEGER NOT NULL,                          -- codes of this time step and older ones are used up
    created_at     INTEGER NOT NULL
  ) STRICT;

  -- Recovery codes that are left. Each is deleted by its use.
  CREATE TABLE recovery_codes (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    code_hash  BLOB    NOT NULL,
    PRIMARY KEY (account_id, code_hash)
  ) STRICT, WITHOUT ROWID;

  -- What the browser calls itself, so that a person knows their sessions apart.
  ALTER TABLE sessions ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
  `,
  `
  -- Providers that an administrator has switched off for signing in. Who is signed in may still connect them.
  CREATE TABLE disabled_providers (
    name        TEXT    PRIMARY KEY CHECK (name <> ''),
    disabled_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What administrators have done. Names are kept as they were: accounts come and go.
  CREATE TABLE admin_actions (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL
  ) STRICT;

  -- The provider's own name of the browser session behind one of ours, by which it says later that it has ended.
  CREATE TABLE provider_sessions (
    id_hash BLOB PRIMARY KEY REFERENCES sessions (id_hash) ON DELETE CASCADE,
    sid     TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX provider_sessions_sid ON provider_sessions (sid);
  `,
  `
  -- The provider's names of session and person behind one of ours, as far as it told them. It names either when a session has ended, and its name of
  -- the person need not be the uid.
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

/** Carries accounts and identities over into the package's tables, and passwords into a table of their own. */
function takeUpThePackagesAccounts(db: Database): void {
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
  -- Who has a password of their own was made by the operator, who knows their address. What providers said of theirs was not kept.
  INSERT INTO accounts (id, username, email, email_verified, name, state, admin, external, created_at, last_sign_in_at)
    SELECT id, username, email, 1 - password_automatically_set, name, state, 0, 0, created_at, last_sign_in_at FROM old_accounts;
  INSERT INTO identities (account_id, provider, uid, created_at)
    SELECT account_id, provider, extern_uid, created_at FROM old_identities ORDER BY id;

  -- Passwords, argon2id with their parameters inside. An account without one has never had any: a provider's answer has made it.
  CREATE TABLE passwords (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    hash       TEXT    NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO passwords SELECT id, password_hash, created_at FROM old_accounts WHERE password_automatically_set = 0;

  -- A browser that is signed in. Only the hash of the cookie's value is kept.
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
