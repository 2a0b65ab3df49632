package search

import (
	"cmp"
	"slices"
	"strings"

	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/text"
)

// marks is what to mark in what is shown.
type marks struct {
	// alone are terms that are marked wherever they stand: single words, and
	// concepts as index.ConceptTerm.
	alone map[string]bool
	// phrases are marked only where their terms follow one another: of 妊娠|中,
	// not every 中.
	phrases [][]string
	// wanted is every term of both.
	wanted index.TermSet
	// found is the tokens of the text that was looked at last.
	found []index.Token
	// piece is a query of one piece that is looked for by its characters, in normal form; empty: there
	// is none.
	piece string
}

func newMarks() *marks { return &marks{alone: map[string]bool{}} }

// concept marks the mentions of a concept.
func (m *marks) concept(id string) {
	m.alone[index.ConceptTerm(id)] = true
	m.wanted.Add(index.ConceptTerm(id))
}

// words marks a name or word by its terms. What only negates is not marked by itself.
func (m *marks) words(tokens []analysis.Token) {
	terms := make([]string, len(tokens))
	for i, t := range tokens {
		terms[i] = t.Term
	}
	switch {
	case len(terms) > 1:
		m.phrases = append(m.phrases, terms)
	case len(terms) == 0 || terms[0] == negator:
		return
	default:
		m.alone[terms[0]] = true
	}
	for _, t := range terms {
		m.wanted.Add(t)
	}
}

// find returns the tokens of a text to mark, in order.
func (m *marks) find(tokens index.Tokens) ([]index.Token, error) {
	all, err := tokens.Select(m.found[:0], &m.wanted)
	if err != nil {
		return nil, err
	}
	m.found = all
	return m.among(all), nil
}

// among is those of the wanted tokens of a text that are to be marked.
func (m *marks) among(all []index.Token) []index.Token {
	out := make([]index.Token, 0, len(all))
	for i, t := range all {
		if m.alone[t.Term] {
			out = append(out, t)
			continue
		}
		for _, phrase := range m.phrases {
			if end := follow(all[i:], phrase); end > 0 {
				out = append(out, index.Token{Term: t.Term, Start: t.Start, End: end, Position: t.Position})
			}
		}
	}
	return out
}

// gap is how many bytes may lie between the words of a phrase: a particle or a
// mark of punctuation.
const gap = len("の")

// follow reports where the phrase ends that begins with tokens[0], 0 if the
// terms do not follow one another there. Mentions of concepts, which overlap
// the words, are passed over.
func follow(tokens []index.Token, phrase []string) int {
	if tokens[0].Term != phrase[0] {
		return 0
	}
	end := tokens[0].End
	for _, term := range phrase[1:] {
		i := slices.IndexFunc(tokens, func(t index.Token) bool {
			return t.Term == term && t.Start >= end && t.Start <= end+gap
		})
		if i < 0 {
			return 0
		}
		end = tokens[i].End
	}
	return end
}

// stretches returns where the longest stretches of the piece stand in a text that was found by its
// characters alone, as tokens in order.
func (m *marks) stretches(s string) []index.Token {
	var starts []int // of the characters of the piece, and its end
	for i := range m.piece {
		starts = append(starts, i)
	}
	starts = append(starts, len(m.piece))
	n := text.Normalize(s)
	var out []index.Token
	for size := len(starts) - 1; size >= 2 && len(out) == 0; size-- {
		for i := 0; i+size < len(starts); i++ {
			stretch := m.piece[starts[i]:starts[i+size]]
			// Few stretches are in the text, and what pairs they have is only asked of these.
			if !strings.Contains(n.String, stretch) || len(text.DistinctPairs(stretch)) == 0 {
				continue
			}
			for at := 0; ; at += len(stretch) {
				next := strings.Index(n.String[at:], stretch)
				if next < 0 {
					break
				}
				at += next
				start, end := n.Original(at, at+len(stretch))
				out = append(out, index.Token{Term: stretch, Start: start, End: end})
			}
		}
	}
	slices.SortFunc(out, func(a, b index.Token) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	return out
}
