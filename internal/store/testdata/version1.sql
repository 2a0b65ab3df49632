-- A database as the first version of the schema made it.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO meta VALUES ('keys', 3);

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
INSERT INTO keys VALUES
  (1, 'website', x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'abcd', '["search"]', '[]', '["https://clinic.example"]', 60, 1793000000, NULL, NULL),
  (2, 'old', x'100102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'efgh', '["admin"]', '["default"]', '[]', 0, 1793000000, 1793001600, 1793005000);
PRAGMA user_version = 1;
