package search

import (
	"math"

	"shirube/index"
)

// evidence is what speaks for a passage answering a query, in numbers that grow
// neither with the index nor with the length of the query. What they make
// together is confidence (confidence.go).
type evidence struct {
	// mentioned is the share of what was asked for that the passage mentions, each
	// thing counted by how much its words tell (idf): 0 to 1.
	mentioned float64
	// missing is the share of it that no passage of the index mentions: 0 to 1.
	missing float64
	// strength is the score by words, concepts and signals, of what a passage that
	// has each thing once would score: 0 to about 3.
	strength float64
	// adjacent is the gain for words and characters that follow one another as in
	// the query, of what all its pairs of words tell: 0 to about 1.5.
	adjacent float64
}

// weigher computes the evidence for the passages of one result.
type weigher struct {
	tells   []float64 // by group; 0 for optional ones
	all     float64   // sum of tells
	missing float64   // of these, those that no passage has
	pairs   float64
}

func newWeigher(u *understood, result *index.Result) *weigher {
	w := &weigher{tells: make([]float64, len(u.groups))}
	for i, g := range u.groups {
		if g.Optional {
			continue
		}
		tells, known := worth(g, u.weights.Concept, result)
		w.tells[i] = tells
		w.all += tells
		if !known {
			w.missing += tells
		}
	}
	for _, p := range u.pairs {
		w.pairs += pairIDF(result, p)
	}
	return w
}

// worth is how much a group tells, and whether any passage mentions it: the idf of
// the words that were typed or of the concept, whichever is the more common.
func worth(g index.Group, ofConcept float64, result *index.Result) (tells float64, known bool) {
	words, concept := 0.0, math.Inf(1)
	typed, known := false, true
	for i, alternative := range g.Alternatives {
		for _, t := range alternative {
			switch {
			case t.Field == index.Words && i == 0:
				df := result.Frequencies[t.Text]
				words += idf(result.Passages, df)
				typed, known = true, known && df > 0
			case t.Field == index.Concepts && t.Weight >= ofConcept:
				if df := result.ConceptFrequencies[t.Text]; df > 0 {
					concept = min(concept, idf(result.Passages, df))
				}
			}
		}
	}
	switch {
	case math.IsInf(concept, 1):
		return words, known
	case !typed || !known:
		return concept, true
	}
	// A concept that everybody names tells as much as half of a rare name for it.
	return min(words, max(concept, words/2)), true
}

// idf is that of BM25.
func idf(passages, containing int) float64 {
	n, df := float64(passages), float64(containing)
	return math.Log(1 + (n-df+0.5)/(df+0.5))
}

// saturation is BM25's k1+1, which the score of a word that stands once is near to.
const saturation = 2.2

// of is the evidence for a passage; p.Score is its score by the engine alone.
func (w *weigher) of(p index.PassageHit, gain float64) evidence {
	if w.all == 0 {
		return evidence{}
	}
	e := evidence{missing: w.missing / w.all, strength: p.Score / (saturation * w.all)}
	for i, tells := range w.tells {
		if i < len(p.Groups) && p.Groups[i] {
			e.mentioned += tells / w.all
		}
	}
	if w.pairs > 0 {
		e.adjacent = gain / w.pairs
	}
	return e
}
