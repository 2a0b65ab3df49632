package search

import (
	"strings"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/text"
)

// maxPiece is the characters of the longest query that is looked for by its characters.
const maxPiece = 24

// pieces lets a short query of one piece be found by its characters too: its words
// need not be those of a text that has it, whose own may begin before it or go on after it.
// What stands in an article is found so wherever one cuts it. The passage counts as one that mentions all of it, below those that have the words.
func (u *understood) pieces(q string) {
	q = strings.TrimSpace(q)
	if n := utf8.RuneCountInString(q); u.weights.Piece == 0 || n < 2 || n > maxPiece || len(u.filters) > 0 || len(u.not) > 0 || len(split(q)) != 1 || split(q)[0].quoted || strings.ContainsAny(q, " 　") {
		return
	}
	pairs := text.DistinctPairs(q)
	if len(pairs) == 0 {
		return
	}
	alternative := pairTerms(pairs, u.weights.Piece)
	for i, g := range u.groups {
		if !g.Optional {
			u.groups[i].Alternatives = append(u.groups[i].Alternatives, alternative)
		}
	}
}

func pairTerms(pairs []string, weight float64) []index.Term {
	out := make([]index.Term, len(pairs))
	for i, p := range pairs {
		out[i] = index.Term{Field: index.Pairs, Text: p, Weight: weight}
	}
	return out
}
