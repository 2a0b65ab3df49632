// Package store keeps what outlives the index and is no article: the keys that were
// made, the log of what was asked, and who works with the console. It is one SQLite file
// in the data directory, safe under several processes that write at once and under their
// death at any time. What a key may do is left to internal/api, what is noted and how it
// is masked to internal/querylog, who is let in to internal/staff.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	sqlite "modernc.org/sqlite" // registers the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Name is the file in the data directory.
const Name = "shirube.db"

// busy is how long a writer waits for another process: longer than any of our
// transactions takes.
const busy = 10 * time.Second

// ErrNewer is that a later version of the program made the file.
var ErrNewer = errors.New("the database was made by a later version of the program")

//go:embed migrations/*.sql
var migrations embed.FS

// Store is the open file. Its methods may be called by many goroutines.
type Store struct {
	path  string
	write *sql.DB // one connection: SQLite has one writer at a time
	read  *sql.DB
	now   func() time.Time
}

// Open opens the database of a data directory, which must exist, and brings its
// schema up to date. A file that is not there is made.
func Open(ctx context.Context, data string) (*Store, error) {
	path := filepath.Join(data, Name)
	// Made here, because SQLite would let everybody read it.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &Store{path: path, now: time.Now}
	if s.write, err = connect(path, 1, ""); err != nil {
		return nil, err
	}
	if s.read, err = connect(path, readers, "query_only(1)"); err != nil {
		return nil, errors.Join(err, s.write.Close())
	}
	if err := s.ready(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", path, err), s.Close())
	}
	return s, nil
}

// ready connects for the first time and brings the schema up to date. Two processes that
// turn a new file's journal on at once are both told that it is busy, without waiting.
func (s *Store) ready(ctx context.Context) error {
	until := time.Now().Add(busy)
	for {
		err := s.write.PingContext(ctx)
		if err == nil {
			err = s.migrate(ctx, migrations)
		}
		var e *sqlite.Error
		if err == nil || !errors.As(err, &e) || e.Code()&0xff != sqlite3.SQLITE_BUSY || time.Now().After(until) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// readers is how many may read at once: who looks at the log is one of a few.
const readers = 3

// connect opens a pool. Each commit reaches the disk before it is told: they are few,
// and a key that was revoked must stay revoked. What is deleted is overwritten.
func connect(path string, connections int, pragma string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(" + strconv.FormatInt(busy.Milliseconds(), 10) + ")",
		"auto_vacuum(2)", // incremental; only before there is a table
		"journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)", "foreign_keys(1)", "cache_size(-16384)",
		"journal_size_limit(67108864)",
	}}
	if pragma != "" {
		q["_pragma"] = append(q["_pragma"], pragma)
	}
	dsn := (&url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: q.Encode()}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// Close closes the file.
func (s *Store) Close() error {
	if err := errors.Join(s.read.Close(), s.write.Close()); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// migrate runs the scripts that the file has not seen, each in a transaction with the
// number that says so. Another process that does the same waits, and finds it done.
func (s *Store) migrate(ctx context.Context, scripts fs.FS) error {
	names, err := fs.Glob(scripts, "migrations/*.sql") // sorted
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	var version int
	if err := s.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	if version > len(names) {
		return fmt.Errorf("%w (schema %d, this one knows %d)", ErrNewer, version, len(names))
	}
	for i := version; i < len(names); i++ {
		if err := s.step(ctx, scripts, names[i], i+1); err != nil {
			return fmt.Errorf("%s: %w", names[i], err)
		}
	}
	return nil
}

// step runs the script of one number, unless another process just did.
func (s *Store) step(ctx context.Context, scripts fs.FS, name string, number int) error {
	if !strings.HasPrefix(filepath.Base(name), fmt.Sprintf("%04d_", number)) {
		return fmt.Errorf("is not number %d", number)
	}
	script, err := fs.ReadFile(scripts, name)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version >= number {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(script)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(number))
		return err
	})
}

// change runs f in a transaction that has the write lock from its beginning, so that
// nothing it reads can change under it.
func (s *Store) change(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // what f met is the reason
		return fmt.Errorf("store: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// unique reports whether an error is that something is there already.
func unique(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}
