-- How far the counts have come: the last search and the last event that are in them.
INSERT INTO meta VALUES ('rolled_search', 0), ('rolled_event', 0);

-- What was asked. Ids grow in the order in which entries are committed.
CREATE TABLE searches (
  id          INTEGER PRIMARY KEY,
  time        INTEGER NOT NULL,             -- milliseconds since 1970
  request     TEXT    NOT NULL,
  front       TEXT    NOT NULL,
  client      TEXT    NOT NULL,
  key         TEXT    NOT NULL,
  collections TEXT    NOT NULL,             -- JSON array; empty: all
  query       TEXT    NOT NULL,             -- masked
  filters     TEXT    NOT NULL,             -- JSON array; empty: none
  view        TEXT    NOT NULL,
  page        INTEGER NOT NULL,
  total       INTEGER NOT NULL,
  confidence  REAL    NOT NULL,
  answerable  INTEGER NOT NULL,
  took        INTEGER NOT NULL,             -- microseconds
  session     TEXT    NOT NULL,             -- hash with a salt of the day
  clicked     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX searches_time ON searches (time);
CREATE INDEX searches_request ON searches (request);

-- What was done with the answers.
CREATE TABLE events (
  id       INTEGER PRIMARY KEY,
  time     INTEGER NOT NULL,
  type     TEXT    NOT NULL,
  request  TEXT    NOT NULL,
  hit      TEXT    NOT NULL,
  position INTEGER NOT NULL,
  query    TEXT    NOT NULL,
  client   TEXT    NOT NULL,
  key      TEXT    NOT NULL,
  session  TEXT    NOT NULL
);
CREATE INDEX events_time ON events (time);

-- Counts by the hour and by what asked.
CREATE TABLE hours (
  hour       INTEGER NOT NULL,              -- hours since 1970
  source     TEXT    NOT NULL,
  searches   INTEGER NOT NULL,
  vain       INTEGER NOT NULL,
  low        INTEGER NOT NULL,
  watched    INTEGER NOT NULL,
  clicked    INTEGER NOT NULL,
  helpful    INTEGER NOT NULL,
  unhelpful  INTEGER NOT NULL,
  took       INTEGER NOT NULL,
  PRIMARY KEY (hour, source)
) WITHOUT ROWID;

-- The words of queries, by their hash, with the last day on which they were counted.
CREATE TABLE queries (
  hash INTEGER PRIMARY KEY,
  text TEXT    NOT NULL,
  last INTEGER NOT NULL
);

-- Counts by query, a day, what asked and where: packed, because there can be a million.
CREATE TABLE query_days (
  day         INTEGER NOT NULL,             -- days since 1970, in Japan
  source      TEXT    NOT NULL,
  collections TEXT    NOT NULL,
  counts      BLOB    NOT NULL,
  UNIQUE (day, source, collections)
);
