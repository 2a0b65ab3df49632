package main

import (
	"context"
	"fmt"

	"shirube/index"
	"shirube/internal/search"
)

// read is what a query matches, and what was understood of it.
type read struct {
	*matched
	read search.Interpretation
}

// matching is what the query of a request matches where nothing is filtered: all of its
// hits, of all collections, page by page. They come from the search; everything that is
// counted of them does not.
func (w *world) matching(ctx context.Context, r search.Request) (read, error) {
	if r.Query == "" {
		return read{}, nil
	}
	key := fmt.Sprintf("%s %s %v", r.Query, r.Match, r.Interpret)
	if r.Interpret != nil {
		key = fmt.Sprintf("%s %s %+v", r.Query, r.Match, *r.Interpret)
	}
	if have, ok := w.found[key]; ok {
		return have, nil
	}
	out := read{matched: &matched{}}
	for _, part := range []struct {
		to    *map[string]bool
		view  index.View
		match search.Match
	}{
		{&out.articles, index.Articles, r.Match},
		{&out.passages, index.Passages, r.Match},
		{&out.mention, index.Passages, search.MatchAny},
	} {
		*part.to = map[string]bool{}
		for page, total := 1, 1; len(*part.to) < total; page++ {
			got, err := w.served.Search(ctx, search.Request{
				Query: r.Query, View: part.view, Match: part.match, Interpret: r.Interpret, Now: r.Now,
				Facets: []string{}, Page: page, PerPage: search.MaxPerPage, Highlight: search.HighlightOff,
			})
			if err != nil {
				return out, fmt.Errorf("all of %q: %w", r.Query, err)
			}
			if len(got.Hits) == 0 && got.Total > len(*part.to) {
				return out, fmt.Errorf("all of %q: page %d of %d hits is empty", r.Query, page, got.Total)
			}
			for _, h := range got.Hits {
				(*part.to)[h.ID] = true
			}
			total, out.read = got.Total, got.Interpreted
		}
	}
	w.found[key] = out
	return out, nil
}
