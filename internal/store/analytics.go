package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"shirube/internal/querylog"
	"shirube/internal/search"
)

// daysOf are the first and the last day of a span.
func daysOf(s querylog.Span) (from, to int64) { return dayOf(s.From), dayOf(s.To) }

func (c counts) public() querylog.Counts {
	return querylog.Counts{
		Searches: c.searches, Nothing: c.nothing, Low: c.low, Watched: c.watched, Clicked: c.clicked, Helpful: c.helpful, Unhelpful: c.unhelpful,
	}
}

// patience is how long reading waits for counting.
const patience = 250 * time.Millisecond

// Analytics counts a span of the log; limit is how long a list of queries is at most.
func (s *Store) Analytics(ctx context.Context, span querylog.Span, limit int) (*querylog.Analytics, error) {
	// What was noted last is counted first, if nobody else is writing: it is little.
	soon, cancel := context.WithTimeout(ctx, patience)
	_ = s.Roll(soon)
	cancel()
	from, to := daysOf(span)
	a := &querylog.Analytics{From: dayName(from), To: dayName(to)}
	t := newTotals(from, to)
	var seen func(string) bool
	var each func(int64, string, counts)
	if len(span.Collections) > 0 { // hours are not kept apart by what was searched
		seen = func(collections string) bool { return within(collections, span.Collections) }
		each = func(day int64, source string, c counts) { t.add(day, source, hourly{counts: c}) }
	} else if err := s.byHours(ctx, span, t); err != nil {
		return nil, err
	}
	all, err := s.byQuery(ctx, span, seen, each)
	if err != nil {
		return nil, err
	}
	a.Total, a.Trend, a.Sources = t.total.public(), t.trend(), t.bySource()
	a.Queries = len(all)
	for _, list := range []struct {
		to *[]querylog.QueryCounts
		by func(counts) int64
	}{
		{&a.Top, func(c counts) int64 { return c.searches }},
		{&a.Nothing, func(c counts) int64 { return c.nothing }},
		{&a.Low, func(c counts) int64 { return c.low }},
		{&a.NoClick, func(c counts) int64 { return c.watched - c.clicked }},
		{&a.Disliked, func(c counts) int64 { return c.unhelpful }},
	} {
		if *list.to, err = s.named(ctx, best(all, limit, list.by)); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func dayName(day int64) string { return time.Unix(day*86400, 0).UTC().Format(time.DateOnly) }

// totals are the counts of a span, of its days and of what asked.
type totals struct {
	from    int64
	total   counts
	days    []counts
	sources map[string]hourly
}

func newTotals(from, to int64) *totals {
	return &totals{from: from, days: make([]counts, max(to-from+1, 0)), sources: map[string]hourly{}}
}

func (t *totals) add(day int64, source string, h hourly) {
	t.total.add(h.counts)
	t.days[day-t.from].add(h.counts)
	of := t.sources[source]
	of.add(h.counts)
	of.took += h.took
	t.sources[source] = of
}

func (t *totals) trend() []querylog.DayCounts {
	out := make([]querylog.DayCounts, 0, len(t.days))
	for i, c := range t.days {
		out = append(out, querylog.DayCounts{Day: dayName(t.from + int64(i)), Counts: c.public()})
	}
	return out
}

func (t *totals) bySource() []querylog.SourceCounts {
	out := make([]querylog.SourceCounts, 0, len(t.sources))
	for name, h := range t.sources {
		out = append(out, querylog.SourceCounts{
			Source: name, TookMS: float64(h.took) / 1000 / float64(max(h.searches, 1)), Counts: h.public(),
		})
	}
	slices.SortFunc(out, func(x, y querylog.SourceCounts) int {
		return cmp.Or(cmp.Compare(y.Searches, x.Searches), strings.Compare(x.Source, y.Source))
	})
	return out
}

// byHours adds up what the counts by the hour say.
func (s *Store) byHours(ctx context.Context, span querylog.Span, t *totals) error {
	from, to := daysOf(span)
	rows, err := s.read.QueryContext(ctx, `SELECT (hour * 3600 + 32400) / 86400 AS day, source, sum(searches), sum(vain), sum(low), sum(watched), sum(clicked),
		sum(helpful), sum(unhelpful), sum(took) FROM hours WHERE hour >= ? AND hour < ? AND (? = '' OR source = ?) GROUP BY day, source`,
		startOf(from).Unix()/3600, startOf(to+1).Unix()/3600, span.Source, span.Source)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var day int64
		var source string
		var h hourly
		into := []any{&day, &source}
		for _, f := range h.fields() {
			into = append(into, f)
		}
		if err := rows.Scan(append(into, &h.took)...); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		t.add(day, source, h)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// summed are the counts of a query over days.
type summed struct {
	counts
	days int
	last int64
}

// byQuery adds up the counts of every query of a span; seen says of which collections,
// nil: of all. each gets the sum of each day and what asked; nil: nobody does.
func (s *Store) byQuery(ctx context.Context, span querylog.Span, seen func(collections string) bool,
	each func(day int64, source string, c counts)) (map[int64]summed, error) {
	all := map[int64]summed{}
	err := s.packed(ctx, span, seen, func(day int64, source string, packed []byte) error {
		var of counts
		err := unpack(packed, func(hash int64, c counts) {
			sum := all[hash]
			sum.add(c)
			if sum.last != day+1 && c.searches > 0 { // 0 is no day
				sum.days, sum.last = sum.days+1, day+1
			}
			all[hash] = sum
			of.add(c)
		})
		if each != nil {
			each(day, source, of)
		}
		return err
	})
	return all, err
}

// packed hands over the packed counts of a span, the earliest day first.
func (s *Store) packed(ctx context.Context, span querylog.Span, seen func(collections string) bool,
	each func(day int64, source string, packed []byte) error) error {
	from, to := daysOf(span)
	rows, err := s.read.QueryContext(ctx, `SELECT day, source, collections, counts FROM query_days WHERE day BETWEEN ? AND ? AND (? = '' OR source = ?) ORDER BY day`,
		from, to, span.Source, span.Source)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var day int64
		var source, collections string
		var packed sql.RawBytes
		if err := rows.Scan(&day, &source, &collections, &packed); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if seen != nil && !seen(collections) {
			continue
		}
		if err := each(day, source, packed); err != nil {
			return fmt.Errorf("store: day %s: %w", dayName(day), err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

type ranked struct {
	hash int64
	by   int64
	summed
}

// best are the queries with the most of something, and some of it.
func best(all map[int64]summed, limit int, by func(counts) int64) []ranked {
	order := func(x, y ranked) int { return cmp.Or(cmp.Compare(y.by, x.by), cmp.Compare(x.hash, y.hash)) }
	var list []ranked
	for hash, c := range all {
		n := by(c.counts)
		if n <= 0 {
			continue
		}
		list = append(list, ranked{hash, n, c})
		if len(list) >= 4*limit+64 { // a list of all would cost more than it is worth
			slices.SortFunc(list, order)
			list = list[:limit]
		}
	}
	slices.SortFunc(list, order)
	return list[:min(len(list), limit)]
}

// named puts words to queries, in one statement: a thousand would cost more than the counting.
func (s *Store) named(ctx context.Context, list []ranked) ([]querylog.QueryCounts, error) {
	out := make([]querylog.QueryCounts, 0, len(list))
	if len(list) == 0 {
		return out, nil
	}
	hashes := make([]int64, 0, len(list))
	for _, r := range list {
		hashes = append(hashes, r.hash)
	}
	wanted, err := json.Marshal(hashes)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	rows, err := s.read.QueryContext(ctx, `SELECT hash, text FROM queries WHERE hash IN (SELECT value FROM json_each(?))`, string(wanted))
	if err != nil {
		return nil, fmt.Errorf("store: queries that were counted: %w", err)
	}
	defer rows.Close()
	texts := make(map[int64]string, len(list))
	for rows.Next() {
		var hash int64
		var text string
		if err := rows.Scan(&hash, &text); err != nil {
			return nil, fmt.Errorf("store: a query that was counted: %w", err)
		}
		texts[hash] = text
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: queries that were counted: %w", err)
	}
	for _, r := range list {
		if text, ok := texts[r.hash]; ok { // else it was erased since it was counted
			out = append(out, querylog.QueryCounts{Query: text, Days: r.days, Counts: r.public()})
		}
	}
	return out, nil
}

// popularLongest is how long a query is, in characters, that is suggested to others.
const popularLongest = 40

var _ search.Popular = (*Store)(nil)

// PopularQueries implements search.Popular: what was found for people who saw no more
// than these collections. Who asked is counted in days, because sessions are not kept
// longer; what was masked, or was mostly asked in vain, is not told.
func (s *Store) PopularQueries(ctx context.Context, collections []string, since time.Time, limit int) ([]search.PopularQuery, error) {
	all, err := s.byQuery(ctx, querylog.Span{From: since, To: s.now()}, func(asked string) bool { return within(asked, collections) }, nil)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(all, func(_ int64, c summed) bool { return c.days < search.MinAskers || 2*(c.nothing+c.low) > c.searches })
	out := []search.PopularQuery{}
	found, err := s.named(ctx, best(all, 2*limit, func(c counts) int64 { return c.searches }))
	if err != nil {
		return nil, err
	}
	for _, q := range found {
		if text := strings.TrimSpace(q.Query); len(out) < limit && text != "" && len([]rune(text)) <= popularLongest && !querylog.Masked(text) {
			out = append(out, search.PopularQuery{Query: text, Count: int(q.Searches), Askers: q.Days})
		}
	}
	return out, nil
}

// within reports whether who asked saw no more than these collections; none: all.
func within(asked string, collections []string) bool {
	if len(collections) == 0 {
		return true
	}
	names := namesIn(asked)
	return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(collections, n) })
}
