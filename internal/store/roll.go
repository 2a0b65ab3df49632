package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"time"

	"shirube/internal/querylog"
)

const (
	// settled is how old a search is when it is counted: by then it is known whether it
	// was typed on the way to another one.
	settled = 5 * time.Second
	// typing is how soon the next search of the same visit comes while somebody types.
	typing = 3 * time.Second
	// rollBatch is how many searches are counted in one transaction.
	rollBatch = 20000
	// maxGroups is how many pairs of source and collections a day has at most: callers
	// could make up any number. The others are counted together.
	maxGroups = 64
	// mixed is the collections, and the source, of what is counted together.
	mixed = "*"
)

// counts are of one query, or of an hour.
type counts struct {
	searches, nothing, low, watched, clicked, helpful, unhelpful int64
}

func (c *counts) fields() [7]*int64 {
	return [7]*int64{&c.searches, &c.nothing, &c.low, &c.watched, &c.clicked, &c.helpful, &c.unhelpful}
}

func (c *counts) add(other counts) {
	from := other.fields()
	for i, to := range c.fields() {
		*to += *from[i]
	}
}

// group is what the counts of a day are kept apart by.
type group struct {
	day                 int64
	source, collections string
}

type hourKey struct {
	hour   int64
	source string
}

// hourly are the counts of an hour, with the time that searches took, in microseconds.
type hourly struct {
	counts
	took int64
}

// tally is what one transaction adds to the counts.
type tally struct {
	groups map[group]map[int64]counts
	hours  map[hourKey]hourly
	words  map[int64]string
	days   map[int64]int64 // the last day of each query
}

func (t *tally) add(e searched, c counts, took int64) {
	hash := hashOf(e.query)
	g := group{dayOf(e.time), e.source(), e.collections}
	if t.groups[g] == nil {
		t.groups[g] = map[int64]counts{}
	}
	have := t.groups[g][hash]
	have.add(c)
	t.groups[g][hash] = have
	h := hourKey{e.time.Unix() / 3600, e.source()}
	hour := t.hours[h]
	hour.add(c)
	hour.took += took
	t.hours[h] = hour
	t.words[hash], t.days[hash] = e.query, max(t.days[hash], g.day)
}

// hashOf is what a query is counted by. Its words are those that came with the hash first, and
// are shown to others: nobody must be able to think up words with the hash of some other query.
func hashOf(query string) int64 {
	sum := sha256.Sum256([]byte(query))
	return int64(binary.BigEndian.Uint64(sum[:])) // #nosec G115 -- all 64 bits are kept
}

// searched is what counting needs of a search.
type searched struct {
	id                                int64
	time                              time.Time
	front, client, collections, query string
	session                           string
	page, total                       int
	answerable, clicked               bool
	took                              int64
}

// source is what asked: the program by the name that it gives itself, else the front end.
func (e searched) source() string {
	if e.client != "" {
		return e.client
	}
	return e.front
}

const searchedColumns = `id, time, front, client, collections, query, session, page, total, answerable, clicked, took`

func (e *searched) scan(scan func(...any) error) error {
	var ms int64
	err := scan(&e.id, &ms, &e.front, &e.client, &e.collections, &e.query, &e.session, &e.page, &e.total, &e.answerable, &e.clicked, &e.took)
	e.time = time.UnixMilli(ms)
	return err
}

// Roll brings the counts up to date with the log. What is in them is noted in the same
// transaction, so that nothing is counted twice or left out, whoever dies when.
func (s *Store) Roll(ctx context.Context) error {
	for more := true; more; {
		err := s.change(ctx, func(tx *sql.Tx) (err error) {
			more, err = s.roll(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) roll(ctx context.Context, tx *sql.Tx) (more bool, err error) {
	t := &tally{map[group]map[int64]counts{}, map[hourKey]hourly{}, map[int64]string{}, map[int64]int64{}}
	var done int64
	if err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'rolled_search'`).Scan(&done); err != nil {
		return false, err
	}
	if err := s.rollEvents(ctx, tx, t, done); err != nil {
		return false, err
	}
	list, err := unrolled(ctx, tx, done)
	if err != nil {
		return false, err
	}
	until := s.now().Add(-settled)
	full := len(list) == rollBatch
	if last := len(list) - 1; full && list[last].time.Add(-settled).Before(until) && list[0].time.Before(list[last].time.Add(-settled)) {
		until = list[last].time.Add(-settled) // what follows these is not all here
	}
	passed := whileTyping(list)
	n := 0
	for i, e := range list {
		if e.time.After(until) {
			break
		}
		n++
		done = e.id
		if !passed[i] && e.page <= 1 {
			t.add(e, e.counts(), e.took)
		}
	}
	if err := t.write(ctx, tx); err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE meta SET value = ? WHERE name = 'rolled_search'`, done)
	return full && n > 0, err
}

func (e searched) counts() counts {
	c := counts{searches: 1}
	switch {
	case e.total == 0:
		c.nothing = 1
	case !e.answerable:
		c.low = 1
	}
	// Only who names a session tells of clicks, or who just did.
	if e.total > 0 && (e.session != "" || e.clicked) {
		c.watched = 1
	}
	if e.total > 0 && e.clicked {
		c.clicked = 1
	}
	return c
}

// used notes that an answer of a search was opened or copied. What was found on a further page
// was found by the search that has the first one. A search up to done is in the counts already,
// unless it was passed over as typed on the way: now it was none of those.
func (t *tally) used(ctx context.Context, tx *sql.Tx, e searched, done int64) error {
	for e.id != 0 && !e.clicked {
		if _, err := tx.ExecContext(ctx, `UPDATE searches SET clicked = 1 WHERE id = ?`, e.id); err != nil {
			return err
		}
		e.clicked = true
		if e.page > 1 {
			first, err := firstPage(ctx, tx, e)
			if err != nil {
				return err
			}
			e = first
			continue
		}
		if e.id > done {
			return nil
		}
		passed, err := passedOver(ctx, tx, e)
		if err != nil {
			return err
		}
		now := e.counts()
		if passed {
			t.add(e, now, e.took)
			return nil
		}
		t.add(e, counts{clicked: now.clicked, watched: now.watched - e.unused().watched}, 0)
	}
	return nil
}

// unused are the counts of a search of which nothing was opened.
func (e searched) unused() counts {
	e.clicked = false
	return e.counts()
}

// firstPage is the search that has the first page of another one's visit and query; without an
// id where there is none.
func firstPage(ctx context.Context, tx *sql.Tx, of searched) (searched, error) {
	var e searched
	if of.session == "" {
		return e, nil
	}
	err := e.scan(tx.QueryRowContext(ctx, `SELECT `+searchedColumns+` FROM searches INDEXED BY searches_time
		WHERE time >= ? AND time <= ? AND session = ? AND query = ? AND page <= 1 AND id < ? ORDER BY id DESC LIMIT 1`,
		of.time.Add(-late).UnixMilli(), of.time.UnixMilli(), of.session, of.query, of.id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return searched{}, nil
	}
	return e, err
}

// passedOver reports whether a search was not counted, because the same visit soon asked
// something else: as whileTyping says of a list.
func passedOver(ctx context.Context, tx *sql.Tx, e searched) (bool, error) {
	if e.session == "" {
		return false, nil
	}
	var next string
	err := tx.QueryRowContext(ctx, `SELECT query FROM searches INDEXED BY searches_time
		WHERE time <= ? AND time >= ? AND session = ? AND id > ? ORDER BY id LIMIT 1`,
		e.time.Add(typing).UnixMilli(), e.time.Add(-typing).UnixMilli(), e.session, e.id).Scan(&next)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return next != e.query, err
}

func unrolled(ctx context.Context, tx *sql.Tx, after int64) ([]searched, error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+searchedColumns+` FROM searches WHERE id > ? ORDER BY id LIMIT ?`, after, rollBatch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []searched
	for rows.Next() {
		var e searched
		if err := e.scan(rows.Scan); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// whileTyping says which searches somebody typed on the way to another: those after
// which the same visit soon asks something else. One that was used is none.
func whileTyping(list []searched) []bool {
	passed := make([]bool, len(list))
	next := map[string]int{}
	for i := len(list) - 1; i >= 0; i-- {
		e := list[i]
		if e.session == "" {
			continue
		}
		if j, ok := next[e.session]; ok && list[j].time.Sub(e.time) <= typing && list[j].query != e.query && !e.clicked {
			passed[i] = true
		}
		next[e.session] = i
	}
	return passed
}

// rollEvents notes which searches were used, and what was said of them. Those after done
// are counted with it when their turn comes.
func (s *Store) rollEvents(ctx context.Context, tx *sql.Tx, t *tally, done int64) error {
	var seen int64
	if err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'rolled_event'`).Scan(&seen); err != nil {
		return err
	}
	type event struct {
		id            int64
		kind, request string
	}
	rows, err := tx.QueryContext(ctx, `SELECT id, type, request FROM events WHERE id > ? ORDER BY id`, seen)
	if err != nil {
		return err
	}
	defer rows.Close()
	var list []event
	for rows.Next() {
		var e event
		if err := rows.Scan(&e.id, &e.kind, &e.request); err != nil {
			return err
		}
		list = append(list, e)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, e := range list {
		var of searched
		err := of.scan(tx.QueryRowContext(ctx, `SELECT `+searchedColumns+` FROM searches WHERE request = ? ORDER BY id DESC LIMIT 1`, e.request).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		switch querylog.Type(e.kind) {
		case querylog.Click, querylog.Copy:
			if err := t.used(ctx, tx, of, done); err != nil {
				return err
			}
		case querylog.Helpful:
			t.add(of, counts{helpful: 1}, 0)
		case querylog.Unhelpful:
			t.add(of, counts{unhelpful: 1}, 0)
		case querylog.Suggestion:
		}
	}
	if len(list) == 0 {
		return nil
	}
	_, err = tx.ExecContext(ctx, `UPDATE meta SET value = ? WHERE name = 'rolled_event'`, list[len(list)-1].id)
	return err
}

// write adds a tally to what is there.
func (t *tally) write(ctx context.Context, tx *sql.Tx) error {
	for g, queries := range t.groups {
		if err := addDay(ctx, tx, g, queries); err != nil {
			return err
		}
	}
	for k, h := range t.hours {
		if err := addHour(ctx, tx, k, h); err != nil {
			return err
		}
	}
	if len(t.words) == 0 {
		return nil
	}
	keep, err := tx.PrepareContext(ctx, `INSERT INTO queries (hash, text, last) VALUES (?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET last = excluded.last WHERE last < excluded.last`)
	if err != nil {
		return err
	}
	defer keep.Close()
	for hash, text := range t.words {
		if _, err := keep.ExecContext(ctx, hash, text, t.days[hash]); err != nil {
			return err
		}
	}
	return nil
}

func addHour(ctx context.Context, tx *sql.Tx, k hourKey, h hourly) error {
	var known, sources int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE source = ?), count(*) FROM hours WHERE hour = ?`, k.source, k.hour).Scan(&known, &sources)
	if err != nil {
		return err
	}
	if known == 0 && sources >= maxGroups {
		k.source = mixed
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO hours (hour, source, searches, vain, low, watched, clicked, helpful, unhelpful, took)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET searches = searches + excluded.searches, vain = vain + excluded.vain,
		low = low + excluded.low, watched = watched + excluded.watched, clicked = clicked + excluded.clicked,
		helpful = helpful + excluded.helpful, unhelpful = unhelpful + excluded.unhelpful, took = took + excluded.took`,
		k.hour, k.source, h.searches, h.nothing, h.low, h.watched, h.clicked, h.helpful, h.unhelpful, h.took)
	return err
}

func addDay(ctx context.Context, tx *sql.Tx, g group, queries map[int64]counts) error {
	var packed []byte
	find := func() error {
		err := tx.QueryRowContext(ctx, `SELECT counts FROM query_days WHERE day = ? AND source = ? AND collections = ?`, g.day, g.source, g.collections).Scan(&packed)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	}
	if err := find(); err != nil {
		return err
	}
	if packed == nil {
		var groups int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM query_days WHERE day = ?`, g.day).Scan(&groups); err != nil {
			return err
		}
		if groups >= maxGroups {
			g.source, g.collections = mixed, mixed
			if err := find(); err != nil {
				return err
			}
		}
	}
	all := maps.Clone(queries)
	err := unpack(packed, func(hash int64, c counts) {
		c.add(all[hash])
		all[hash] = c
	})
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO query_days (day, source, collections, counts) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET counts = excluded.counts`, g.day, g.source, g.collections, pack(all))
	return err
}

// pack writes counts by query: the hash in eight bytes, and the counts as varints.
func pack(all map[int64]counts) []byte {
	b := make([]byte, 0, len(all)*16)
	for _, hash := range slices.SortedFunc(maps.Keys(all), cmp.Compare[int64]) {
		b = binary.BigEndian.AppendUint64(b, uint64(hash)) // #nosec G115 -- all 64 bits are kept
		c := all[hash]
		for _, n := range c.fields() {
			b = binary.AppendVarint(b, *n)
		}
	}
	return b
}

var errPacked = errors.New("packed counts are cut off")

// unpack reads what pack wrote.
func unpack(b []byte, each func(hash int64, c counts)) error {
	for len(b) > 0 {
		if len(b) < 8 {
			return errPacked
		}
		hash := int64(binary.BigEndian.Uint64(b)) // #nosec G115 -- all 64 bits are kept
		b = b[8:]
		var c counts
		for _, to := range c.fields() {
			n, size := binary.Varint(b)
			if size <= 0 {
				return errPacked
			}
			*to, b = n, b[size:]
		}
		each(hash, c)
	}
	return nil
}
