package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/text"
)

// maxPiece is the characters of the longest query that is looked for by its characters.
const maxPiece = 24

// maxChance is the most character pairs that a passage has by chance: one that has more of them
// has what was typed.
const maxChance = 6

// pieces lets a short query of one piece be found by its characters too: its words
// need not be those of a text that has it, whose own may begin before it or go on after it.
// What stands in an article is found so wherever one cuts it. A passage that
// has no more than the characters counts as one that mentions half of it, below those that have
// the words.
func (u *understood) pieces(q string) {
	q = strings.TrimSpace(q)
	if n := utf8.RuneCountInString(q); u.weights.Piece == 0 || n < 2 || n > maxPiece || len(u.filters) > 0 || len(u.not) > 0 || len(split(q)) != 1 || split(q)[0].quoted || strings.ContainsAny(q, " 　") {
		return
	}
	pairs := text.DistinctPairs(q)
	if len(pairs) == 0 {
		return
	}
	u.marks.piece = text.Normalize(q).String
	alternative := pairTerms(pairs, u.weights.Piece)
	for i, g := range slices.Clone(u.groups) {
		if g.Optional {
			continue
		}
		if len(pairs) <= maxChance {
			u.byWords[i] = len(u.groups)
			u.groups = append(u.groups, index.Group{Optional: true, Alternatives: weightless(g.Alternatives)})
		}
		u.groups[i].Alternatives = append(u.groups[i].Alternatives, alternative)
	}
}

// mentioned is how much of what groups[i] asks for a passage mentions: all, nothing, or half,
// where it only has the characters of a short query.
func (u *understood) mentioned(p index.PassageHit, i int) float64 {
	if i >= len(p.Groups) || !p.Groups[i] {
		return 0
	}
	if at, ok := u.byWords[i]; ok && (at >= len(p.Groups) || !p.Groups[at]) {
		return 0.5
	}
	return 1
}

func pairTerms(pairs []string, weight float64) []index.Term {
	out := make([]index.Term, len(pairs))
	for i, p := range pairs {
		out[i] = index.Term{Field: index.Pairs, Text: p, Weight: weight}
	}
	return out
}
