// Package retrieve makes of a search what a chatbot may quote: passages that
// answer, whole sentences in the article's own words, each with its sources, its
// supervision and a citation, within a budget, and a plain word where nothing
// answers. It leaves finding and confidence to internal/search and wire formats to
// the front ends.
package retrieve

import (
	"context"
	"fmt"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// Request asks for passages. The zero value of a field is its default.
type Request struct {
	Query string
	// TopK is how many passages at most, 1 to MaxTopK; 0 is DefaultTopK.
	TopK int
	// MaxChars is how many code points the texts of all passages may have together,
	// 1 to MaxMaxChars; 0 is DefaultMaxChars.
	MaxChars int
	// MinScore is the least score of a passage, 0 to 1.
	MinScore    float64
	Filters     []index.Filter
	Collections []string // those the caller may see; empty: all
	Interpret   *search.Interpret
}

// Limits and defaults of a Request.
const (
	DefaultTopK     = 8
	MaxTopK         = 50
	DefaultMaxChars = 4000
	MaxMaxChars     = 100_000
)

// Role says why a passage is in the answer.
type Role string

// RoleMatch is a passage that answers the query.
const RoleMatch Role = "match"

// Answer is what a chatbot gets. Its JSON is that of POST /v1/retrieve; no slice
// in it is null.
type Answer struct {
	Passages    []Passage             `json:"passages"`
	Interpreted search.Interpretation `json:"interpretation"`
	Answerable  bool                  `json:"answerable"` // false: nothing here answers, and there are no passages
	Notices     []string              `json:"notices"`
}

// Passage is a stretch of an article with all that is needed to quote it.
type Passage struct {
	ID        string          `json:"id"`
	ArticleID string          `json:"article_id"`
	Title     string          `json:"title"`
	URL       string          `json:"url"`
	Kind      corpus.Kind     `json:"kind"`
	Heading   string          `json:"heading"`
	Path      []string        `json:"path"`
	Text      string          `json:"text"` // whole sentences of the article, byte for byte
	Score     float64         `json:"score"`
	Role      Role            `json:"role"`
	Sources   []corpus.Source `json:"sources"`
	// Supervision is of the article; without a supervisor its name is empty.
	Supervision Supervision `json:"supervision"`
	Citation    string      `json:"citation"`
}

// Supervision is who answers for an article, and when they last did.
type Supervision struct {
	Name     string     `json:"name"`
	Reviewed *time.Time `json:"reviewed"`
}

// Searcher is what this package needs of a search engine.
type Searcher interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
}

// spare is how many hits are looked at for each that is wanted: some repeat
// others, some answer nothing.
const spare = 2

// Retrieve answers a request. The error is a *search.InvalidError for one that
// cannot be answered, or the searcher's.
func Retrieve(ctx context.Context, s Searcher, r Request) (*Answer, error) {
	r, err := r.complete()
	if err != nil {
		return nil, err
	}
	found, err := s.Search(ctx, search.Request{
		Query: r.Query, View: index.Passages, Collections: r.Collections, Filters: r.Filters,
		Facets: []string{}, Highlight: search.HighlightOff, Interpret: r.Interpret,
		PerPage: min(spare*r.TopK, search.MaxPerPage),
	})
	if err != nil {
		return nil, fmt.Errorf("retrieve: %w", err)
	}
	a := &Answer{Passages: []Passage{}, Interpreted: found.Interpreted, Answerable: found.Answerable, Notices: found.Notices}
	if found.Answerable {
		a.Passages = choose(found.Hits, r)
	}
	return a, nil
}

func (r Request) complete() (Request, error) {
	if r.TopK == 0 {
		r.TopK = DefaultTopK
	}
	if r.MaxChars == 0 {
		r.MaxChars = DefaultMaxChars
	}
	for _, bound := range []struct {
		name        string
		value       float64
		least, most float64
	}{
		{"top_k", float64(r.TopK), 1, MaxTopK},
		{"max_chars", float64(r.MaxChars), 1, MaxMaxChars},
		{"min_score", r.MinScore, 0, 1},
	} {
		if !(bound.least <= bound.value && bound.value <= bound.most) {
			return r, &search.InvalidError{
				Parameter: bound.name, Value: fmt.Sprint(bound.value),
				Reason: fmt.Sprintf("must be from %g to %g", bound.least, bound.most),
			}
		}
	}
	return r, nil
}
