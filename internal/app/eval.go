package app

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"shirube/index"
	"shirube/internal/eval"
	"shirube/internal/search"
)

// Evaluate asks the judged queries and returns their outcomes. Every search is
// made as r says, apart from its query and its size: the first eval.Depth hits,
// no facets, no marks.
func (s *Session) Evaluate(ctx context.Context, r search.Request, queries []eval.Query, done func(int)) ([]eval.Outcome, error) {
	r.PerPage, r.Page = eval.Depth, 1
	r.Facets = []string{}
	r.Highlight = search.HighlightOff
	return eval.Run(ctx, r.View, queries, func(ctx context.Context, query string) ([]eval.Ranked, error) {
		r := r
		r.Query = query
		response, err := s.Search(ctx, r)
		if err != nil {
			return nil, err
		}
		ranked := make([]eval.Ranked, len(response.Hits))
		for i, h := range response.Hits {
			ranked[i] = eval.Ranked{ID: h.ID, Article: h.Article.ID, Score: h.Score}
		}
		return ranked, nil
	}, done)
}

// Resolve returns the queries with the ids of the passages that they name by their
// headings, as eval.Resolve reads them.
func (s *Session) Resolve(ctx context.Context, queries []eval.Query) ([]eval.Query, error) {
	backend, release, err := s.state.served.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	resolved, err := eval.Resolve(ctx, backend, queries)
	if err != nil {
		return nil, fmt.Errorf("judged passages: %w", err)
	}
	return resolved, nil
}

// Unknown lists the judged ids that are neither an article nor a passage of the
// index: judgments of another corpus, or of passages that have changed since.
func (s *Session) Unknown(ctx context.Context, queries []eval.Query) ([]string, error) {
	judged := map[string]bool{}
	for _, q := range queries {
		for id := range q.Relevant {
			judged[id] = true
		}
	}
	backend, release, err := s.state.served.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	var unknown []string
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(judged)), 500) {
		missing, err := missingFrom(ctx, backend, ids)
		if err != nil {
			return nil, fmt.Errorf("judged ids: %w", err)
		}
		unknown = append(unknown, missing...)
	}
	return unknown, nil
}

func missingFrom(ctx context.Context, backend index.Backend, ids []string) ([]string, error) {
	articles, err := backend.Articles(ctx, ids, false)
	if err != nil {
		return nil, err
	}
	var rest []string
	for i, a := range articles {
		if a == nil {
			rest = append(rest, ids[i])
		}
	}
	passages, err := backend.Passages(ctx, rest)
	if err != nil {
		return nil, err
	}
	var missing []string
	for i, p := range passages {
		if p == nil {
			missing = append(missing, rest[i])
		}
	}
	return missing, nil
}
