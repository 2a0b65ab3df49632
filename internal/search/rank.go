package search

import (
	"cmp"
	"fmt"
	"slices"

	"shirube/corpus"
	"shirube/index"
)

// passagesPerArticle is how many passages an article hit shows.
const passagesPerArticle = 3

// rankedHit is a hit with its score after all signals.
type rankedHit struct {
	index.Hit
	// coverage is the share of what was asked for that the best passage mentions.
	coverage float64
	signals  []Signal
}

// rank orders the engine's hits by all signals, those included that engines do
// not know: gains are those of closeness and likeness. Hits that are sorted by something else than relevance keep their order.
func rank(hits []index.Hit, u *understood, gains map[string]float64, r Request) []rankedHit {
	out := make([]rankedHit, len(hits))
	for i, h := range hits {
		out[i] = rescore(h, u, gains, r.Explain)
	}
	if r.Sort == index.ByRelevance {
		// Always the same ones, however many were asked for: else pages would
		// repeat and lose hits.
		slices.SortStableFunc(out[:min(len(out), rescoreDepth)], func(a, b rankedHit) int { return cmp.Compare(b.Score, a.Score) })
	}
	return out
}

// rescore ranks the passages of a hit and scores the hit as its best one.
func rescore(h index.Hit, u *understood, gains map[string]float64, explain bool) rankedHit {
	out := rankedHit{Hit: h, coverage: 1}
	if len(u.groups) == 0 {
		return out
	}
	if len(h.Passages) == 0 {
		out.coverage = 0
		return out
	}
	out.Passages = slices.Clone(h.Passages)
	for i, p := range out.Passages {
		out.Passages[i].Score = (p.Score + gains[p.ID]) * u.prior(p.Kind) * u.weights.coverage(u.coverage(p))
	}
	slices.SortStableFunc(out.Passages, func(a, b index.PassageHit) int { return cmp.Compare(b.Score, a.Score) })
	best := out.Passages[0]
	out.Passages = slices.DeleteFunc(out.Passages, func(p index.PassageHit) bool { return p.Score < shownShare*best.Score })
	out.Score, out.coverage = best.Score, u.coverage(best)
	if explain {
		prior, factor := u.prior(best.Kind), u.weights.coverage(out.coverage)
		out.signals = []Signal{
			{Name: "terms", Value: best.Score/prior/factor - gains[best.ID], Why: "BM25 of the words and concepts, and what the passage is and holds"},
			{Name: "closeness", Value: gains[best.ID], Why: "words and characters that follow one another as they do in the query"},
			{Name: "coverage", Value: factor, Why: fmt.Sprintf("factor for mentioning %.0f%% of what was asked for", 100*out.coverage)},
			{Name: "kind", Value: prior, Why: fmt.Sprintf("factor for passages of kind %s", best.Kind)},
		}
	}
	return out
}

// coverage is the share of the groups that are not optional that p matches.
func (u *understood) coverage(p index.PassageHit) float64 {
	asked, has := 0, 0
	for i, g := range u.groups {
		if g.Optional {
			continue
		}
		asked++
		if i < len(p.Groups) && p.Groups[i] {
			has++
		}
	}
	if asked == 0 {
		return 1
	}
	return float64(has) / float64(asked)
}

// prior is the factor of a kind of passage: none if the query asks for it.
func (u *understood) prior(k corpus.Kind) float64 {
	if u.intents[k] {
		return 1
	}
	return u.weights.prior(k)
}
