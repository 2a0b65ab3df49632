package search

import (
	"context"
	"fmt"
	"math"
	"slices"

	"shirube/index"
)

// The weights of evidence. (What is missing is not mentioned either, and speaks against
// a passage by that; its own weight gives back a part, as no other passage has more.)
// They are the logistic regression of whether a passage was judged
// to answer the query. `go run ./internal/bench/calibration` fits them and shows how
// far they can be trusted; docs/relevance.md has what it printed.
const (
	confidenceBias      = -7.2
	confidenceMentioned = 4.8
	confidenceMissing   = 2.0
	confidenceUnheard   = -0.65
	confidenceStrength  = 1.05 // of log(1 + strength)
	confidenceAstray    = -0.8
	confidenceCovered   = 2.4
	confidenceSubjects  = 0.36
)

// answerableAt is the confidence of the best hit from which on a query counts as
// answered.
const answerableAt = 0.115

// Features are the numbers of the evidence as the regression takes them, the
// constant first.
func (e Evidence) Features() []float64 {
	f := e.features()
	return f[:]
}

func (e Evidence) features() [8]float64 {
	return [...]float64{1, e.Mentioned, e.Missing, e.Unheard, math.Log1p(max(e.Strength, 0)), e.Astray, e.Covered, e.Subjects}
}

// confidence is the share of passages with this evidence that answer: 0 to 1,
// comparable between queries.
func (e Evidence) confidence() float64 {
	weights := [...]float64{
		confidenceBias, confidenceMentioned, confidenceMissing, confidenceUnheard, confidenceStrength,
		confidenceAstray, confidenceCovered, confidenceSubjects,
	}
	x := 0.0
	for i, f := range e.features() {
		x += weights[i] * f
	}
	return 1 / (1 + math.Exp(-x))
}

// heads are the heads of articles by their ids.
type heads map[string]*index.StoredArticle

// headsOf fetches the heads of the articles of hits.
func headsOf(ctx context.Context, backend index.Backend, hits []index.Hit) (heads, error) {
	out := heads{}
	var ids []string
	for _, h := range hits {
		if _, ok := out[h.Article]; !ok {
			out[h.Article] = nil
			ids = append(ids, h.Article)
		}
	}
	articles, err := backend.Articles(ctx, ids, false)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	for i, id := range ids {
		if articles[i] == nil {
			return nil, fmt.Errorf("search: article %q was found but is not stored", id)
		}
		out[id] = articles[i]
	}
	return out, nil
}

// confide gives the passages of hits their evidence and confidence, for which the titles of
// their articles must be known. Where nothing but a filter was asked for (10万円以下,
// ダウンタイムなし), every hit is an answer.
func (k *ranker) confide(hits []rankedHit, known heads) {
	for i := range hits {
		h := &hits[i]
		h.confidence = make([]float64, max(1, len(h.Passages)))
		h.evidence = make([]Evidence, len(h.engine))
		for j, p := range h.Passages[:len(h.engine)] {
			p.Score = h.engine[j]
			h.evidence[j] = k.weigh.of(p)
		}
		astray := k.u.topics.astray(known[h.Article])
		for j := range h.confidence {
			switch {
			case k.u.onlyFilters():
				h.confidence[j] = 1
			case j < len(h.evidence):
				h.evidence[j].Astray = astray
				h.confidence[j] = h.evidence[j].confidence()
			}
		}
	}
}

// answerable reports whether the best hit is an answer.
func answerable(best []rankedHit) bool {
	return len(best) > 0 && best[0].confidence[0] >= answerableAt
}

// onlyFilters reports whether nothing is looked for by words: what the filters keep, and
// what is left out leaves, is all that was asked for.
func (u *understood) onlyFilters() bool {
	asked := func(g index.Group) bool { return !g.Optional }
	return len(u.groups) == 0 || len(u.filters)+len(u.not) > 0 && !slices.ContainsFunc(u.groups, asked)
}
