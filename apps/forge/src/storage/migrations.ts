/**
 * Forge's tables, forward only: a migration that has been released is never edited, the next one follows it.
 * Times are epoch milliseconds.
 */
export const migrations: readonly string[] = [
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
]
