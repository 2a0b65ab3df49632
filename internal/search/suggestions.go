package search

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"shirube/index"
)

// suggestionCount is how many suggestions are made where nothing was found.
const suggestionCount = 5

// suggestions is what to search for instead when nothing was found: names that what was
// typed is the beginning of, or is a slip away from, those like it, else what most articles
// are about. Never something that finds nothing.
func (e *Engine) suggestions(ctx context.Context, backend index.Backend, r Request, total int) ([]string, error) {
	out := []string{}
	if total > 0 || r.Query == "" {
		return out, nil
	}
	all, err := backend.Search(ctx, &index.Query{
		View: index.Articles, Collections: r.Collections, Now: r.Now,
		Facets: facetRequests(Request{Facets: []string{index.FacetTreatment, index.FacetCondition, index.FacetEffect, index.FacetRisk}}, nil),
	})
	if err != nil {
		return nil, fmt.Errorf("suggestions: %w", err)
	}
	if out, err = e.nearest(ctx, backend, r); err != nil {
		return nil, fmt.Errorf("suggestions: %w", err)
	}
	asked := []rune(spelling(r.Query))
	for _, name := range []string{index.FacetTreatment, index.FacetCondition, index.FacetEffect, index.FacetRisk} {
		for _, c := range all.Facets[name] {
			if len(out) < suggestionCount && alike(asked, []rune(spelling(c.Value))) && !slices.Contains(out, c.Value) {
				out = append(out, c.Value)
			}
		}
	}
	if len(out) == 0 {
		for _, c := range all.Facets[index.FacetTreatment][:min(suggestionCount, len(all.Facets[index.FacetTreatment]))] {
			out = append(out, c.Value)
		}
	}
	return out, nil
}

// nearest are the names that are completions of what was typed, or else of its words. None are
// waited for: where they are still being made, there are none.
func (e *Engine) nearest(ctx context.Context, backend index.Backend, r Request) ([]string, error) {
	out := []string{}
	stats, err := backend.Stats(ctx)
	if err != nil {
		return nil, err
	}
	if from, _ := e.suggestionsNow(stats.Generation); from == nil {
		return out, nil
	}
	typed := []string{r.Query}
	for _, w := range e.wordsOf(r.Query) {
		if word := r.Query[w.Start:w.End]; w.Begins && utf8.RuneCountInString(word) >= minSuggested && len(typed) < maxNearest {
			typed = append(typed, word)
		}
	}
	for _, q := range typed {
		s, err := e.suggesting(ctx, backend, SuggestRequest{Query: q, Limit: suggestionCount, Collections: r.Collections, Now: r.Now})
		if err != nil {
			return nil, err
		}
		for _, c := range s.candidates() {
			if len(out) == suggestionCount {
				return out, nil
			}
			name, err := s.nameOf(ctx, c)
			if err != nil {
				return nil, err
			}
			if name != "" && spelling(name) != spelling(r.Query) && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out, nil
}

// maxNearest is how many words of a query are completed when nothing was found for all of it.
const maxNearest = 6

// nameOf is the name that a candidate stands for, as facets have it; empty where it is no name
// or leads to nothing.
func (s *suggesting) nameOf(ctx context.Context, c candidate) (string, error) {
	if _, ok := c.what.(*nameEntry); !ok {
		return "", nil
	}
	found, err := s.show(ctx, c)
	switch {
	case err != nil || found == nil:
		return "", err
	case found.Filter != nil:
		return found.Filter.Value, nil
	}
	return found.Text, nil
}

// alike reports whether two words share most of their character pairs (Dice's
// coefficient of at least one half).
func alike(a, b []rune) bool {
	pairs := map[[2]rune]int{}
	for i := 1; i < len(a); i++ {
		pairs[[2]rune{a[i-1], a[i]}]++
	}
	common := 0
	for i := 1; i < len(b); i++ {
		if pair := [2]rune{b[i-1], b[i]}; pairs[pair] > 0 {
			pairs[pair]--
			common++
		}
	}
	return 4*common >= max(len(a)-1, 0)+max(len(b)-1, 0) && common > 0
}
