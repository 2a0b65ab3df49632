package search

import (
	"slices"

	"shirube/internal/analysis"
	"shirube/internal/lexicon"
)

// Named is a concept that a text names.
type Named struct {
	Concept *lexicon.Concept
	// Text is how it is named there, at bytes [Start,End).
	Text       string
	Start, End int
	// Denied: the text says that it is not so, or takes it out (妊娠していない, ボトックス以外).
	// A question denies nothing.
	Denied bool
}

// Named returns the concepts that a text names, in the order of the text.
func (e *Engine) Named(s string) []Named {
	out := []Named{}
	if len(e.lexicon.Find(s)) == 0 {
		return out // most texts: words need not be told apart then
	}
	tokens, mentions := e.analyzer.Read(s)
	denials := analysis.Denials(s, tokens, mentions)
	for _, m := range mentions {
		denied := slices.ContainsFunc(denials, func(d analysis.Denial) bool {
			t := tokens[d.Token]
			return !d.Asks && !d.Less && t.Start < m.End && m.Start < t.End
		})
		out = append(out, Named{Concept: m.Concept, Text: s[m.Start:m.End], Start: m.Start, End: m.End, Denied: denied})
	}
	return out
}
