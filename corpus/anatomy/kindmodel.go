package anatomy

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"shirube/corpus"
	"shirube/internal/loglinear"
)

// kindWeights is what features say for and against kinds, made from our own labelled
// pages by internal/bench/reading.
//
//go:embed kindweights.tsv
var kindWeights string

// kindModel reads the weights, once. That they can be read is what a test is for.
var kindModel = sync.OnceValues(func() (*loglinear.Model, error) {
	return loglinear.Read(strings.NewReader(kindWeights))
})

// How sure the weights must be. Chosen by cross-validation over our own pages: below
// sure, what they say is wrong as often as right; from verySure on, hardly ever, even on
// pages of other people that nothing was learned from. A comparison must be that, because
// what it tells counts for nothing else: a risk there is not the article's.
const (
	sure       = 0.35
	fairlySure = 0.5
	verySure   = 0.6
	likeParent = 3 // how much likelier what was guessed of the section above is below it
)

func sureness(k corpus.Kind) float64 {
	switch k {
	case corpus.KindComparison, corpus.KindSummary, corpus.KindSources, corpus.KindSupervision:
		return verySure
	case corpus.KindOverview, corpus.KindEffects:
		return fairlySure
	}
	return sure
}

// likelyKind is the kind that the text and the heading of a section make most likely;
// other where they don't tell, or leave it open.
func (r *reading) likelyKind(s *section) corpus.Kind {
	best, p := r.likeliest(s)
	if p < sureness(best) {
		return r.weighContent(s)
	}
	return best
}

// overruled is the kind of a section of which the heading, or the one above, has only words
// that say little by themselves: another than theirs where the weights are very sure.
func (r *reading) overruled(s *section, kind corpus.Kind) corpus.Kind {
	if best, p := r.likeliest(s); p >= verySure && best != corpus.KindComparison {
		return best
	}
	return kind
}

// likeliest is the kind that the weights make most likely of those that a section may be
// of, and its share of them.
func (r *reading) likeliest(s *section) (corpus.Kind, float64) {
	m, err := kindModel()
	content := r.contentFeatures(s)
	if err != nil || len(content) == 0 {
		return corpus.KindOther, 0
	}
	p := m.Probabilities(append(content, r.headingFeatures(s.Heading)...))
	classes := m.Classes()
	if s.parent != nil && (s.parent.guessed || s.parent.head.weak) {
		if i := slices.Index(classes, string(s.parent.Kind)); i >= 0 {
			p[i] *= likeParent
		}
	}
	return likeliestOf(classes, p, func(k corpus.Kind) bool { return mayGuess(k, s) })
}

// likeliestOf is the likeliest of the kinds that may be, and its share of them; other where
// nothing is left of them.
func likeliestOf(classes []string, p []float64, may func(corpus.Kind) bool) (corpus.Kind, float64) {
	best, top, sum := corpus.KindOther, 0.0, 0.0
	for i, class := range classes {
		kind := corpus.Kind(class)
		if !may(kind) {
			continue
		}
		sum += p[i]
		if p[i] > top {
			best, top = kind, p[i]
		}
	}
	if sum == 0 {
		return corpus.KindOther, 0
	}
	return best, top / sum
}

// mayGuess reports whether a section can be of a kind that no heading names: what has
// a form or a place of its own is nothing without it.
func mayGuess(kind corpus.Kind, s *section) bool {
	switch kind {
	case corpus.KindComparison:
		return comparing.MatchString(s.Text) || strings.Contains(s.Text, "\n|")
	case corpus.KindSummary:
		return s.late
	case corpus.KindFAQ:
		return false
	case corpus.KindSupervision:
		return strings.Contains(s.Text, "監修") || strings.Contains(s.Heading, "監修")
	case corpus.KindSources:
		return slices.ContainsFunc(strings.Split(s.Text, "\n"), isCitation)
	}
	return true
}
