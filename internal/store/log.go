package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"shirube/index"
	"shirube/internal/querylog"
)

// Limits of what is kept of an entry: callers can send what they like.
const (
	maxQuery   = 512 // characters
	maxFilters = 4 << 10
	maxHit     = 600
	maxNames   = 20
)

// When counts are brought up to date: after so many entries, or so long.
const (
	rollAfter = 20000
	rollEvery = time.Minute
)

// Sink writes the query log. It masks what is personal before it writes.
type Sink struct {
	s       *Store
	mask    *querylog.Masker
	salt    [16]byte // of one day, in memory only
	saltDay int64
	rolled  time.Time
	pending int
}

var _ querylog.Sink = (*Sink)(nil)

// Sink returns what the query log writes to. One goroutine uses it.
func (s *Store) Sink() *Sink {
	return &Sink{s: s, mask: querylog.NewMasker(), rolled: s.now()}
}

// Write keeps entries in one transaction.
func (k *Sink) Write(ctx context.Context, searches []querylog.Search, events []querylog.Event) error {
	err := k.s.change(ctx, func(tx *sql.Tx) error {
		if err := k.searches(ctx, tx, searches); err != nil {
			return err
		}
		return k.events(ctx, tx, events)
	})
	if err != nil {
		return err
	}
	k.pending += len(searches) + len(events)
	if k.pending >= rollAfter || k.s.now().Sub(k.rolled) >= rollEvery {
		k.pending, k.rolled = 0, k.s.now()
		// What could not be counted now is counted next time.
		_ = k.s.Roll(ctx)
	}
	return nil
}

// rowsAtOnce is how many searches one statement adds: one at a time would cost more for
// the call than for the row.
const rowsAtOnce = 64

// searchFields are the columns that a search is written to.
const searchFields = `time, request, front, client, key, collections, query, filters, view, page, total, confidence, answerable, took, session`

func (k *Sink) searches(ctx context.Context, tx *sql.Tx, list []querylog.Search) error {
	row := "(?" + strings.Repeat(", ?", strings.Count(searchFields, ",")) + ")"
	var insert *sql.Stmt
	prepared := 0
	values := make([]any, 0, rowsAtOnce*(strings.Count(searchFields, ",")+1))
	for some := range slices.Chunk(list, rowsAtOnce) {
		if len(some) != prepared {
			var err error
			insert, err = tx.PrepareContext(ctx, `INSERT INTO searches (`+searchFields+`) VALUES `+row+strings.Repeat(", "+row, len(some)-1))
			if err != nil {
				return err
			}
			defer insert.Close() //nolint:gocritic // two at most: whole ones, and the last
			prepared = len(some)
		}
		values = values[:0]
		for _, e := range some {
			values = append(values, e.Time.UnixMilli(), e.RequestID, string(e.FrontEnd), e.Client, e.Key, namesOf(e.Collections),
				cut(k.mask.Mask(e.Query), maxQuery), k.filters(e.Filters), string(e.View), e.Page, e.Total, e.Confidence, e.Answerable,
				e.Took.Microseconds(), k.session(e.Time, e.Session))
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return nil
}

func (k *Sink) events(ctx context.Context, tx *sql.Tx, list []querylog.Event) error {
	for _, e := range list {
		if _, err := tx.ExecContext(ctx, `INSERT INTO events (time, type, request, hit, position, query, client, key, session)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.Time.UnixMilli(), string(e.Type), e.RequestID, cut(k.mask.Mails(e.Hit), maxHit), e.Position,
			cut(k.mask.Mask(e.Query), maxQuery), e.Client, e.Key, k.session(e.Time, e.Session)); err != nil {
			return err
		}
	}
	return nil
}

// session is what is kept of the name of a session: enough to see what belongs together
// within a day, and nothing from which the name can be told once the day's salt is gone.
func (k *Sink) session(at time.Time, name string) string {
	if name == "" {
		return ""
	}
	if day := dayOf(at); day > k.saltDay {
		_, _ = rand.Read(k.salt[:]) // never fails, as its documentation says
		k.saltDay = day
	}
	h := sha256.Sum256(append(k.salt[:], name...))
	return hex.EncodeToString(h[:8])
}

func (k *Sink) filters(list []index.Filter) string {
	if len(list) == 0 {
		return ""
	}
	text, err := json.Marshal(k.filterViews(list))
	if err != nil || len(text) > maxFilters { // infinities cannot be written; what is longer nobody reads
		return `[{"name":"…"}]`
	}
	return string(text)
}

func (k *Sink) filterViews(list []index.Filter) []querylog.Filter {
	views := make([]querylog.Filter, 0, len(list))
	for _, f := range list {
		v := querylog.Filter{Name: f.Name, Any: k.masked(f.Any), None: k.masked(f.None), Min: f.Min, Max: f.Max, Either: k.filterViews(f.Either)}
		if f.Not != nil {
			v.Not = &k.filterViews([]index.Filter{*f.Not})[0]
		}
		views = append(views, v)
	}
	return views
}

func (k *Sink) masked(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = k.mask.Mask(v)
	}
	return out
}

// namesOf is names as JSON; empty for none.
func namesOf(names []string) string {
	if len(names) == 0 {
		return ""
	}
	kept := make([]string, 0, min(len(names), maxNames))
	for _, n := range names[:min(len(names), maxNames)] {
		kept = append(kept, cut(n, 100))
	}
	text, err := json.Marshal(kept)
	if err != nil { // strings alone
		return ""
	}
	return string(text)
}

func namesIn(text string) []string {
	var names []string
	if text == "" || json.Unmarshal([]byte(text), &names) != nil {
		return []string{}
	}
	return names
}

func cut(s string, most int) string {
	s = strings.ToValidUTF8(s, "�")
	if len(s) <= most {
		return s
	}
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// japan is where days begin: there is no summer time, so all have 24 hours.
const japan = 9 * 3600

// dayOf is the day of a moment, in days since 1970.
func dayOf(t time.Time) int64 { return (t.Unix() + japan) / 86400 }

// startOf is when a day begins.
func startOf(day int64) time.Time { return time.Unix(day*86400-japan, 0).UTC() }

// Day is the beginning of the day of a moment, as days are counted here: in Japan.
func Day(t time.Time) time.Time { return startOf(dayOf(t)) }

// Erase removes what was noted before a moment, to the day; the zero time: everything.
// The space is given back and overwritten.
func (s *Store) Erase(ctx context.Context, before time.Time) error {
	day := dayOf(before)
	if before.IsZero() {
		day = 1 << 40
	}
	limit := startOf(min(day, 1<<30)).UnixMilli()
	for _, t := range []struct{ name, rolled string }{{"searches", "rolled_search"}, {"events", "rolled_event"}} {
		for n := int64(1); n > 0; { // in pieces, so that others can write between them
			err := s.change(ctx, func(tx *sql.Tx) error {
				r, err := tx.ExecContext(ctx, `DELETE FROM `+t.name+` WHERE id IN (SELECT id FROM `+t.name+` WHERE time < ? LIMIT 5000)`, limit)
				if err != nil {
					return err
				}
				if n, err = r.RowsAffected(); err != nil {
					return err
				}
				// Ids begin anew when all are gone: what is noted before the next piece has
				// to be above what was counted.
				_, err = tx.ExecContext(ctx, `UPDATE meta SET value = min(value, (SELECT coalesce(max(id), 0) FROM `+t.name+`)) WHERE name = ?`, t.rolled)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		for _, statement := range []string{
			`DELETE FROM query_days WHERE day < ?`,
			`DELETE FROM queries WHERE last < ?`,
			`DELETE FROM hours WHERE hour * 3600 + 32400 < ? * 86400`,
		} {
			if _, err := tx.ExecContext(ctx, statement, day); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.shrink(ctx)
}

// shrink gives free pages back to the file system, a few at a time, and empties the
// journal, where what was deleted could still be read.
func (s *Store) shrink(ctx context.Context) error {
	for {
		var free int
		if err := s.write.QueryRowContext(ctx, `PRAGMA freelist_count`).Scan(&free); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if free == 0 {
			break
		}
		rows, err := s.write.QueryContext(ctx, `PRAGMA incremental_vacuum(1000)`)
		if err != nil {
			return fmt.Errorf("store: %w", err)
		}
		for rows.Next() { // each step frees a page
		}
		if err := rows.Close(); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		var left int
		if err := s.write.QueryRowContext(ctx, `PRAGMA freelist_count`).Scan(&left); err != nil || left >= free {
			break // another process has taken over, or nothing more can be freed
		}
	}
	var busy, pages, done int
	if err := s.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &done); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
