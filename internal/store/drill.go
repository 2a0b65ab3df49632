package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"shirube/internal/querylog"
)

// Query tells of one query, as it was noted, in a span; limit is how many of its searches
// are looked at, the latest.
func (s *Store) Query(ctx context.Context, span querylog.Span, query string, limit int) (*querylog.QueryHistory, error) {
	soon, cancel := context.WithTimeout(ctx, patience)
	_ = s.Roll(soon)
	cancel()
	from, to := daysOf(span)
	t := newTotals(from, to)
	hash := hashOf(query)
	err := s.packed(ctx, span, func(collections string) bool { return within(collections, span.Collections) },
		func(day int64, source string, packed []byte) error {
			return unpack(packed, func(of int64, c counts) {
				if of == hash {
					t.add(day, source, hourly{counts: c})
				}
			})
		})
	if err != nil {
		return nil, err
	}
	h := &querylog.QueryHistory{Query: query, Total: t.total.public(), Trend: t.trend(), Sources: t.bySource(), Entries: []querylog.Entry{}}
	// Only the days on which it was asked are read: there is no index by query.
	for i := len(t.days) - 1; i >= 0; i-- {
		if t.days[i] == (counts{}) {
			continue
		}
		if t.days[i].searches > 0 {
			h.Days++
		}
		if len(h.Entries) >= limit {
			continue
		}
		day := from + int64(i)
		list, err := s.Log(ctx, querylog.Ask{
			From: startOf(day), To: startOf(day + 1), Collections: span.Collections, Query: query, Source: span.Source, Limit: limit - len(h.Entries),
		})
		if err != nil {
			return nil, err
		}
		h.Entries = append(h.Entries, list...)
	}
	h.Hits, err = s.hitsOf(ctx, h.Entries)
	return h, err
}

// late is how long after a search something is done with it that counts as its own.
const late = time.Hour

// eventsOf are the events of some searches, the earliest first.
func (s *Store) eventsOf(ctx context.Context, entries []querylog.Entry) ([]querylog.EventEntry, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	ids := make([]string, 0, len(entries))
	days := map[int64][2]time.Time{} // searches of one day: events of the days between are not read
	for _, e := range entries {
		ids = append(ids, e.RequestID)
		day := dayOf(e.Time)
		span, ok := days[day]
		if !ok || e.Time.Before(span[0]) {
			span[0] = e.Time
		}
		if e.Time.After(span[1]) {
			span[1] = e.Time
		}
		days[day] = span
	}
	names, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	var out []querylog.EventEntry
	for _, span := range days {
		list, err := s.events(ctx, `time >= ? AND time < ? AND request IN (SELECT value FROM json_each(?))`,
			span[0].UnixMilli(), span[1].Add(late).UnixMilli(), string(names))
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.SortFunc(out, func(a, b querylog.EventEntry) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(out, func(a, b querylog.EventEntry) bool { return a.ID == b.ID }), nil
}

func (s *Store) events(ctx context.Context, where string, values ...any) ([]querylog.EventEntry, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+eventColumns+` FROM events INDEXED BY events_time WHERE `+where+` ORDER BY id`, values...)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	var out []querylog.EventEntry
	for rows.Next() {
		e, err := scanEvent(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return out, nil
}

// hitsOf counts what was done with what some searches found.
func (s *Store) hitsOf(ctx context.Context, entries []querylog.Entry) ([]querylog.HitCounts, error) {
	events, err := s.eventsOf(ctx, entries)
	if err != nil {
		return nil, err
	}
	by := map[string]*querylog.HitCounts{}
	for _, e := range events {
		if e.Hit == "" {
			continue
		}
		if by[e.Hit] == nil {
			by[e.Hit] = &querylog.HitCounts{Hit: e.Hit}
		}
		h := by[e.Hit]
		switch querylog.Type(e.Type) {
		case querylog.Click:
			h.Opened++
		case querylog.Copy:
			h.Copied++
		case querylog.Helpful:
			h.Helpful++
		case querylog.Unhelpful:
			h.Unhelpful++
		case querylog.Suggestion:
		}
	}
	out := make([]querylog.HitCounts, 0, len(by))
	for _, h := range by {
		out = append(out, *h)
	}
	used := func(h querylog.HitCounts) int { return h.Opened + h.Copied + h.Helpful + h.Unhelpful }
	slices.SortFunc(out, func(a, b querylog.HitCounts) int {
		return cmp.Or(cmp.Compare(used(b), used(a)), strings.Compare(a.Hit, b.Hit))
	})
	return out, nil
}

// maxVisit is how much of a visit is told.
const maxVisit = 200

// Visit tells of one visit on a day. Of searches beyond the collections nothing is told, nor
// of what was done with them; nil: all are seen.
func (s *Store) Visit(ctx context.Context, day time.Time, session string, collections []string) (*querylog.Visit, error) {
	v := &querylog.Visit{}
	if session == "" {
		return v, nil
	}
	begins := Day(day)
	var err error
	v.Entries, err = s.Log(ctx, querylog.Ask{From: begins, To: begins.AddDate(0, 0, 1), Collections: collections, Session: session, Limit: maxVisit})
	if err != nil {
		return nil, err
	}
	slices.Reverse(v.Entries)
	v.Events, err = s.eventsOf(ctx, v.Entries)
	return v, err
}
