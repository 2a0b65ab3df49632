-- Numbers and words that belong to the file as a whole. keys counts the changes of keys.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO meta VALUES ('keys', 0);

-- Who may ask. The secret itself is nowhere.
CREATE TABLE keys (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT    NOT NULL,
  hash        BLOB    NOT NULL UNIQUE,   -- SHA-256 of the secret
  hint        TEXT    NOT NULL,          -- the last characters of the secret, to tell keys apart
  scopes      TEXT    NOT NULL,          -- JSON arrays of strings
  collections TEXT    NOT NULL,
  origins     TEXT    NOT NULL,
  rate        INTEGER NOT NULL,          -- requests a minute; 0: the server's
  created     INTEGER NOT NULL,          -- seconds since 1970
  used        INTEGER,                   -- to the hour
  revoked     INTEGER
);
CREATE UNIQUE INDEX keys_name ON keys (name) WHERE revoked IS NULL;
