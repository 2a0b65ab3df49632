package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
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

// Log reads searches.
func (s *Store) Log(ctx context.Context, a querylog.Ask) ([]querylog.Entry, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+entryColumns+` FROM searches
		WHERE (?1 = 0 OR id < ?1) AND (?2 = '' OR session = ?2) AND (?3 = '' OR query = ?3) AND (?4 = '' OR client = ?4 OR client = '' AND front = ?4)
		AND CASE ?5 WHEN 'nothing' THEN total = 0 WHEN 'low' THEN total > 0 AND NOT answerable WHEN 'answered' THEN total > 0 AND answerable ELSE 1 END
		ORDER BY id DESC LIMIT ?6`, a.Before, a.Session, a.Query, a.Source, a.Found, a.Limit)
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
	err = s.each(ctx, `SELECT id, time, type, request, hit, position, query, client, key, session FROM events WHERE time >= ? ORDER BY id`, from,
		func(scan func(...any) error) error {
			var e querylog.EventEntry
			var ms int64
			if err := scan(&e.ID, &ms, &e.Type, &e.RequestID, &e.Hit, &e.Position, &e.Query, &e.Client, &e.Key, &e.Session); err != nil {
				return fmt.Errorf("store: %w", err)
			}
			e.Time = time.UnixMilli(ms).UTC()
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
