package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"shirube/internal/querylog"
)

const entryColumns = `id, time, request, front, client, key, collections, query, filters, view, page, total, confidence, answerable, took, session, clicked`

func scanEntry(scan func(...any) error) (querylog.Entry, error) {
	var e querylog.Entry
	var ms, took int64
	var collections, filters string
	err := scan(&e.ID, &ms, &e.RequestID, &e.FrontEnd, &e.Client, &e.Key, &collections, &e.Query, &filters, &e.View, &e.Page, &e.Total,
		&e.Confidence, &e.Answerable, &took, &e.Session, &e.Clicked)
	if err != nil {
		return e, fmt.Errorf("store: %w", err)
	}
	e.Time, e.TookMS, e.Collections = time.UnixMilli(ms).UTC(), float64(took)/1000, namesIn(collections)
	e.Filters = []querylog.Filter{}
	if filters != "" {
		if err := json.Unmarshal([]byte(filters), &e.Filters); err != nil {
			return e, fmt.Errorf("store: entry %d: filters: %w", e.ID, err)
		}
	}
	return e, nil
}

// conditions are what rows are chosen by, with their values.
type conditions struct {
	sql    []string
	values []any
}

func (c *conditions) add(holds bool, sql string, values ...any) {
	if holds {
		c.sql, c.values = append(c.sql, sql), append(c.values, values...)
	}
}

func (c *conditions) where() string {
	if len(c.sql) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.sql, " AND ")
}

// conditionsOf are those of an Ask.
func conditionsOf(a querylog.Ask) (*conditions, error) {
	c := &conditions{}
	c.add(!a.From.IsZero(), "time >= ?", a.From.UnixMilli())
	c.add(!a.To.IsZero(), "time < ?", a.To.UnixMilli())
	c.add(a.Before != 0, "id < ?", a.Before)
	c.add(a.Session != "", "session = ?", a.Session)
	c.add(a.Query != "", "query = ?", a.Query)
	c.add(a.Source != "", "(client = ? OR client = '' AND front = ?)", a.Source, a.Source)
	c.add(a.Found == "nothing", "total = 0")
	c.add(a.Found == "low", "total > 0 AND NOT answerable")
	c.add(a.Found == "answered", "total > 0 AND answerable")
	if len(a.Collections) > 0 {
		names, err := json.Marshal(a.Collections)
		if err != nil {
			return nil, fmt.Errorf("store: collections: %w", err)
		}
		// What searched all of them says none: only who sees all may see it.
		c.add(true, `CASE collections WHEN '' THEN 0 ELSE
			NOT EXISTS (SELECT 1 FROM json_each(collections) WHERE value NOT IN (SELECT value FROM json_each(?))) END`, string(names))
	}
	return c, nil
}

// Log reads searches.
func (s *Store) Log(ctx context.Context, a querylog.Ask) ([]querylog.Entry, error) {
	c, err := conditionsOf(a)
	if err != nil {
		return nil, err
	}
	from := "searches"
	if !a.From.IsZero() && !a.To.IsZero() {
		from += " INDEXED BY searches_time" // ids grow with it: without being told, all would be read
	}
	rows, err := s.read.QueryContext(ctx, `SELECT `+entryColumns+` FROM `+from+c.where()+` ORDER BY id DESC LIMIT ?`, append(c.values, a.Limit)...)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	list := []querylog.Entry{}
	for rows.Next() {
		e, err := scanEntry(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return list, nil
}

const eventColumns = `id, time, type, request, hit, position, query, client, key, session`

func scanEvent(scan func(...any) error) (querylog.EventEntry, error) {
	var e querylog.EventEntry
	var ms int64
	if err := scan(&e.ID, &ms, &e.Type, &e.RequestID, &e.Hit, &e.Position, &e.Query, &e.Client, &e.Key, &e.Session); err != nil {
		return e, fmt.Errorf("store: %w", err)
	}
	e.Time = time.UnixMilli(ms).UTC()
	return e, nil
}

// Export writes what was noted since a time, one JSON object a line: searches, then
// events, told apart by the field kind.
func (s *Store) Export(ctx context.Context, since time.Time, w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	from := int64(0)
	if !since.IsZero() {
		from = since.UnixMilli()
	}
	err := s.each(ctx, `SELECT `+entryColumns+` FROM searches WHERE time >= ? ORDER BY id`, from, func(scan func(...any) error) error {
		e, err := scanEntry(scan)
		if err != nil {
			return err
		}
		return lines.Encode(struct {
			Kind string `json:"kind"`
			querylog.Entry
		}{"search", e})
	})
	if err != nil {
		return err
	}
	err = s.each(ctx, `SELECT `+eventColumns+` FROM events WHERE time >= ? ORDER BY id`, from,
		func(scan func(...any) error) error {
			e, err := scanEvent(scan)
			if err != nil {
				return err
			}
			return lines.Encode(struct {
				Kind string `json:"kind"`
				querylog.EventEntry
			}{"event", e})
		})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

func (s *Store) each(ctx context.Context, query string, from int64, f func(scan func(...any) error) error) error {
	rows, err := s.read.QueryContext(ctx, query, from)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
