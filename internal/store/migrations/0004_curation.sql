-- What editors decided about what is found: every save is a row, and none is changed again.
CREATE TABLE curation (
  number   INTEGER PRIMARY KEY,
  time     INTEGER NOT NULL,   -- seconds since 1970
  who      TEXT    NOT NULL,
  why      TEXT    NOT NULL,
  document BLOB    NOT NULL    -- YAML, all rules
);
