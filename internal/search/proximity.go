package search

import (
	"context"
	"fmt"

	"shirube/index"
	"shirube/internal/analysis"
)

// pair is two words that follow one another in the query.
type pair struct{ first, second string }

// pairsOf lists the words that follow one another.
func pairsOf(tokens []analysis.Token) []pair {
	var out []pair
	for i := 1; i < len(tokens); i++ {
		if tokens[i].Start-tokens[i-1].End <= gap {
			out = append(out, pair{tokens[i-1].Term, tokens[i].Term})
		}
	}
	return out
}

// closeness is what passages gain, by id, for having words of the query that
// follow one another there as well, which BM25 cannot see. A pair counts like a
// word as rare as the rarer of the two: after Büttcher, Clarke and Lushman,
// "Term proximity scoring for ad-hoc retrieval on very large text collections"
// (2006), for neighbours alone.
func closeness(ctx context.Context, backend index.Backend, result *index.Result, u *understood) (map[string]float64, error) {
	gains := map[string]float64{}
	if len(u.pairs) == 0 {
		return gains, nil
	}
	var ids []string
	for _, h := range result.Hits[:min(len(result.Hits), rescoreDepth)] {
		for _, p := range h.Passages {
			ids = append(ids, p.ID)
		}
	}
	tokens, err := backend.Tokens(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	firsts, wanted := map[string][]string{}, map[string]bool{}
	for _, p := range u.pairs {
		firsts[p.second] = append(firsts[p.second], p.first)
		wanted[p.first], wanted[p.second] = true, true
	}
	for i, id := range ids {
		found, err := tokens[i].Select(func(term string) bool { return wanted[term] })
		if err != nil {
			return nil, fmt.Errorf("passage %q: %w", id, err)
		}
		for p, n := range countPairs(found, firsts) {
			gains[id] += u.weights.Pair * pairIDF(result, p) * float64(n) / (float64(n) + 1)
		}
	}
	return gains, nil
}

// countPairs counts how often a word of a pair directly follows the other.
func countPairs(found []index.Token, firsts map[string][]string) map[pair]int {
	counts := map[pair]int{}
	for i, second := range found {
		for _, first := range firsts[second.Term] {
			for j := i - 1; j >= 0 && found[j].End+gap >= second.Start; j-- {
				if found[j].Term == first && found[j].End <= second.Start {
					counts[pair{first, second.Term}]++
					break
				}
			}
		}
	}
	return counts
}

// pairIDF is the idf of the rarer word, as BM25 has it.
func pairIDF(r *index.Result, p pair) float64 {
	return idf(r.Passages, min(r.Frequencies[p.first], r.Frequencies[p.second]))
}
