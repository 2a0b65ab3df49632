package main

import (
	"math/rand/v2"
	"strings"

	"shirube/internal/analysis"
	"shirube/internal/bench"
)

// lengths are how many words the questions have that show how time grows with them.
func lengths() []int { return []int{1, 2, 4, 8, 16, 32} }

// phrases makes questions of so many words each: words that follow one another in
// passages drawn at random, so that every question has an answer, and rare and
// frequent words as texts have them.
func phrases(an *analysis.Analyzer, passages []bench.Passage, words, n int, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, uint64(words))) //nolint:gosec // to be repeated
	var out []string
	for tries := 0; len(out) < n && tries < 20*n; tries++ {
		text := passages[r.IntN(len(passages))].Text
		tokens := an.Tokens(text)
		if len(tokens) < words {
			continue
		}
		first := r.IntN(len(tokens) - words + 1)
		q := strings.TrimSpace(text[tokens[first].Start:tokens[first+words-1].End])
		if len([]rune(q)) <= maxQuestion {
			out = append(out, q)
		}
	}
	return out
}

// maxQuestion is how many characters a question may have: a search allows no more.
const maxQuestion = 500

// mixed are questions of two to eight words.
func mixed(an *analysis.Analyzer, passages []bench.Passage, n int, seed uint64) []string {
	var out []string
	for words := 2; words <= 8; words++ {
		out = append(out, phrases(an, passages, words, (n+6)/7, seed)...)
	}
	return out
}
