package search

import (
	"context"
	"fmt"
	"slices"

	"shirube/index"
)

// suggestionCount is how many suggestions are made where nothing was found.
const suggestionCount = 5

// suggestions is what to search for instead when nothing was found: names like
// the one that was typed which some article has, else what most articles are
// about. Never something that finds nothing.
func (e *Engine) suggestions(ctx context.Context, backend index.Backend, r Request, total int) ([]string, error) {
	out := []string{}
	if total > 0 || r.Query == "" {
		return out, nil
	}
	all, err := backend.Search(ctx, &index.Query{
		View: index.Articles, Collections: r.Collections, Now: r.Now,
		Facets: facetRequests([]string{index.FacetTreatment, index.FacetCondition, index.FacetEffect, index.FacetRisk}, false),
	})
	if err != nil {
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
