package search

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/suggest"
)

// Popular is what a query log knows of what many people ask. The log masks what is personal
// and counts who asked; whether a query finds something for a caller is asked here, each time
// before it is suggested.
type Popular interface {
	// PopularQueries returns the queries that were asked most since a time, at most limit,
	// the most frequent first: those asked by callers who saw no more than these collections
	// (empty: all). It is called in the background, every few minutes a scope.
	PopularQueries(ctx context.Context, collections []string, since time.Time, limit int) ([]PopularQuery, error)
}

// PopularQuery is a query with how often it was asked and by how many: distinct sessions,
// addresses or days, whichever the log can tell. What fewer than MinAskers asked can be
// somebody's own affair and is never suggested.
type PopularQuery struct {
	Query  string
	Count  int
	Askers int
}

// MinAskers is how many must have asked a query before others are told of it.
const MinAskers = 3

// WithPopular suggests what a query log knows to be asked often.
func WithPopular(log Popular) Option {
	return func(e *Engine) { e.popular.log = log }
}

// How popular queries are kept.
const (
	popularFor    = 30 * 24 * time.Hour // since when they are counted
	popularFresh  = 5 * time.Minute     // how long they are used before the log is asked again
	popularCount  = 200                 // how many of a scope
	popularScopes = 256                 // how many scopes are remembered
)

// popularQueries are those of a scope that found something when they were looked up.
type popularQueries struct {
	generation string
	made       time.Time
	index      *suggest.Index
	queries    []PopularQuery
}

// popularity keeps popular queries by scope.
type popularity struct {
	log Popular

	mu     sync.Mutex
	scopes map[string]*popularScope
}

type popularScope struct {
	current *popularQueries // nil: not looked up yet
	making  bool
	made    time.Time // when it was last tried
}

// popularOf returns the popular queries of a scope as far as they are known, and sees to it
// that they are looked up: nobody waits for a log.
func (e *Engine) popularOf(generation string, collections []string) *popularQueries {
	p := &e.popular
	if p.log == nil {
		return nil
	}
	scope := slices.Sorted(slices.Values(collections))
	key := strings.Join(scope, "\x00")
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.scopes[key]
	if s == nil {
		if p.scopes == nil || len(p.scopes) >= popularScopes {
			p.scopes = map[string]*popularScope{}
		}
		s = &popularScope{}
		p.scopes[key] = s
	}
	old := s.current == nil || s.current.generation != generation
	if !s.making && (time.Since(s.made) > popularFresh || old && time.Since(s.made) > time.Second) {
		s.making = true
		go e.lookUpPopular(s, scope)
	}
	return s.current
}

func (e *Engine) lookUpPopular(s *popularScope, collections []string) {
	found, err := e.newPopular(context.Background(), collections)
	e.popular.mu.Lock()
	defer e.popular.mu.Unlock()
	s.making, s.made = false, time.Now()
	if err == nil {
		s.current = found // a log that cannot be read leaves what there was
	}
}

func (e *Engine) newPopular(ctx context.Context, collections []string) (*popularQueries, error) {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	stats, err := backend.Stats(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := e.popular.log.PopularQueries(ctx, collections, time.Now().Add(-popularFor), popularCount)
	if err != nil {
		return nil, err
	}
	out := &popularQueries{generation: stats.Generation, made: time.Now()}
	var entries []suggest.Entry
	for _, q := range asked {
		text := strings.Join(strings.Fields(q.Query), " ")
		if n := utf8.RuneCountInString(text); q.Askers < MinAskers || n < minSuggested || n > maxSuggested || e.lexicon.Lookup(text) != nil {
			continue
		}
		leads, err := e.leads(ctx, backend, text, collections, out.made)
		if err != nil {
			return nil, err
		}
		if leads {
			entries = append(entries, suggest.Entry{Text: text, Words: e.wordsOf(text), Group: uint32(len(entries))}) //nolint:gosec // a query of memory each
			out.queries = append(out.queries, PopularQuery{text, q.Count, q.Askers})
		}
	}
	out.index = suggest.New(entries)
	return out, nil
}

// queryLeads reports whether a popular query finds something: as was found when it was looked
// up, or, where what can be found may have changed since, as is found now.
func (s *suggesting) queryLeads(ctx context.Context, query string) (bool, error) {
	if !s.stale && s.popular.generation == s.from.generation && !s.popular.made.Before(s.from.made) {
		return true, nil
	}
	return s.e.leads(ctx, s.backend, query, s.r.Collections, s.r.Now)
}

// leads reports whether something has every word of a query as it stands. What only part of
// is found has words that no article has, such as the name of who asked, however often they did.
func (e *Engine) leads(ctx context.Context, backend index.Backend, query string, collections []string, now time.Time) (bool, error) {
	plain := everything()
	plain.Spelling = false
	r, err := Request{Query: query, Collections: collections, Now: now, PerPage: 1, Facets: []string{}, Match: MatchAll, Interpret: &plain}.complete()
	if err != nil {
		return false, err
	}
	_, result, err := e.find(ctx, backend, r)
	if err != nil {
		return false, err
	}
	return result.Total > 0, nil
}
