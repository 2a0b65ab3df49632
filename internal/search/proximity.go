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
	wanted := newWantedPairs(u, result)
	var found []index.Token
	for i, id := range ids {
		if found, err = tokens[i].Select(found[:0], &wanted.words); err != nil {
			return nil, fmt.Errorf("passage %q: %w", id, err)
		}
		if gain := wanted.gain(found); gain > 0 {
			gains[id] += gain
		}
	}
	return gains, nil
}

// wantedPairs are the different pairs of a query.
type wantedPairs struct {
	firsts map[string][]wantedPair // by the second word
	words  index.TermSet
	worth  []float64 // of the pairs, by place
	counts []int     // likewise, of the text that is looked at
}

// wantedPair is the first word of a pair, and the pair's place.
type wantedPair struct {
	first string
	place int
}

func newWantedPairs(u *understood, result *index.Result) *wantedPairs {
	w := &wantedPairs{firsts: map[string][]wantedPair{}}
	places := map[pair]int{}
	for _, p := range u.pairs {
		place, ok := places[p]
		if !ok {
			place = len(places)
			places[p] = place
			w.worth = append(w.worth, u.weights.Pair*pairIDF(result, p))
		}
		// A pair that the query has twice counts twice.
		w.firsts[p.second] = append(w.firsts[p.second], wantedPair{p.first, place})
		w.words.Add(p.first)
		w.words.Add(p.second)
	}
	w.counts = make([]int, len(w.worth))
	return w
}

// gain is what a text gains by the words found in it. The pairs are summed in a
// fixed order, which makes scores the same every time.
func (w *wantedPairs) gain(found []index.Token) float64 {
	if len(found) < 2 {
		return 0
	}
	clear(w.counts)
	w.count(found)
	gain := 0.0
	for place, n := range w.counts {
		if n > 0 {
			gain += w.worth[place] * float64(n) / (float64(n) + 1)
		}
	}
	return gain
}

// count counts how often a word of a pair directly follows the other.
func (w *wantedPairs) count(found []index.Token) {
	for i, second := range found {
		for _, p := range w.firsts[second.Term] {
			for j := i - 1; j >= 0 && found[j].End+gap >= second.Start; j-- {
				if found[j].Term == p.first && found[j].End <= second.Start {
					w.counts[p.place]++
					break
				}
			}
		}
	}
}

// pairIDF is the idf of the rarer word, as BM25 has it.
func pairIDF(r *index.Result, p pair) float64 {
	return idf(r.Passages, min(r.Frequencies[p.first], r.Frequencies[p.second]))
}
