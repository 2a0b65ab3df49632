-- What editors put right of what was read: the file of corrections, as it was saved each time.
CREATE TABLE corrections (
  number   INTEGER PRIMARY KEY,
  time     INTEGER NOT NULL,   -- seconds since 1970
  who      TEXT    NOT NULL,
  why      TEXT    NOT NULL,
  document BLOB    NOT NULL    -- YAML, all corrections
);
