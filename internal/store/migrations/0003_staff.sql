-- Who works with the console.
CREATE TABLE staff (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT    NOT NULL UNIQUE,      -- with which they log in
  shown       TEXT    NOT NULL,
  role        TEXT    NOT NULL,
  collections TEXT    NOT NULL,             -- JSON array; [] is all
  language    TEXT    NOT NULL,             -- of the pages; empty: as the browser wishes
  hash        TEXT    NOT NULL,             -- Argon2id, of the password
  stamp       INTEGER NOT NULL,             -- grows with what ends the sessions
  disabled    INTEGER NOT NULL,
  created     INTEGER NOT NULL,             -- seconds since 1970
  seen        INTEGER                       -- the last login
);

-- Who is logged in, by the hash of the session's token.
CREATE TABLE console_sessions (
  token   TEXT    PRIMARY KEY,
  data    BLOB    NOT NULL,
  expires INTEGER NOT NULL                  -- milliseconds since 1970
) WITHOUT ROWID;
CREATE INDEX console_sessions_expires ON console_sessions (expires);

-- Who did what with the console.
CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  time   INTEGER NOT NULL,                  -- milliseconds since 1970
  who    TEXT    NOT NULL,
  what   TEXT    NOT NULL,
  target TEXT    NOT NULL,
  was    TEXT    NOT NULL,
  now    TEXT    NOT NULL
);
CREATE INDEX audit_time ON audit (time);
