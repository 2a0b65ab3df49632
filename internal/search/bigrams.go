package search

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/text"
)

// wording notes the character pairs of q[start:end] that are letters and no part
// of a concept or intent, whose names may be worded otherwise: what words alone
// are compared by, whole, is compared by its parts as well.
func (u *understood) wording(q string, c clause, named []asked) {
	masked := []byte(q[c.start:c.end])
	for _, n := range named {
		for i := n.start - c.start; i < n.end-c.start; i++ {
			masked[i] = ' '
		}
	}
	for _, b := range text.Pairs(string(masked)) {
		u.bigrams[b] = true
	}
}

// likeness adds to gains what the best candidates gain for being worded like the
// query: each of its character pairs counts by how few of these candidates have
// it. Words that the analyzer cuts otherwise in the passage than in the query
// are seen so, with no index of bigrams.
func likeness(ctx context.Context, backend index.Backend, ranked []rankedHit, u *understood, gains map[string]float64) error {
	if len(u.bigrams) == 0 {
		return nil
	}
	var ids, articleIDs []string
	for _, h := range ranked[:min(len(ranked), likenessDepth)] {
		if len(h.Passages) > 0 {
			ids, articleIDs = append(ids, h.Passages[0].ID), append(articleIDs, h.Article)
		}
	}
	passages, err := backend.Passages(ctx, ids)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	articles, err := backend.Articles(ctx, articleIDs, false)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	pairs := newLetterPairs(u.bigrams)
	has := make([][]bool, len(passages)) // by candidate and pair
	backing := make([]bool, len(passages)*len(pairs.list))
	for i, p := range passages {
		if p == nil || articles[i] == nil {
			return fmt.Errorf("search: passage %q was found but is not stored", ids[i])
		}
		has[i] = backing[i*len(pairs.list):][:len(pairs.list)]
		heading, body := p.Normal()
		for _, s := range [...]string{articles[i].NormalTitle(), heading, body} {
			pairs.find(s, has[i])
		}
	}
	n := float64(len(passages))
	for place := range pairs.list {
		count := 0.0
		for i := range has {
			if has[i][place] {
				count++
			}
		}
		weight := u.weights.Likeness * math.Log(1+(n-count+0.5)/(count+0.5))
		for i, id := range ids {
			if has[i][place] {
				gains[id] += weight
			}
		}
	}
	return nil
}

// letterPairs finds the character pairs of a query in texts.
type letterPairs struct {
	list   []string        // in a fixed order, which makes sums the same every time
	places map[[2]rune]int // in list
	maybe  pairFilter      // most pairs of a text are none of them
}

func newLetterPairs(bigrams map[string]bool) *letterPairs {
	p := &letterPairs{list: slices.Sorted(maps.Keys(bigrams)), places: make(map[[2]rune]int, len(bigrams)), maybe: newPairFilter(10)}
	for place, b := range p.list {
		first, size := utf8.DecodeRuneInString(b)
		second, _ := utf8.DecodeRuneInString(b[size:])
		p.places[[2]rune{first, second}] = place
		p.maybe.add(first, second)
	}
	return p
}

// find notes in has which of the pairs stand in s.
func (p *letterPairs) find(s string, has []bool) {
	previous := rune(-1)
	for _, r := range s {
		if previous >= 0 && p.maybe.has(previous, r) {
			if place, ok := p.places[[2]rune{previous, r}]; ok {
				has[place] = true
			}
		}
		previous = r
	}
}

// pairFilter is a set of pairs of characters. It may have one that was not added, whose
// hash is that of another.
type pairFilter struct {
	bits  []uint64
	shift int
}

// newPairFilter returns a set of 1<<wide bits.
func newPairFilter(wide int) pairFilter {
	return pairFilter{make([]uint64, 1<<wide/64), 32 - wide}
}

func (f pairFilter) hash(first, second rune) uint32 {
	return (uint32(first)*0x9E3779B1 + uint32(second)*0x85EBCA77) >> f.shift //nolint:gosec // characters are not negative
}

func (f pairFilter) has(first, second rune) bool {
	h := f.hash(first, second)
	return f.bits[h/64]&(1<<(h%64)) != 0
}

func (f pairFilter) add(first, second rune) {
	h := f.hash(first, second)
	f.bits[h/64] |= 1 << (h % 64)
}

// addAll adds the pairs of neighbours in s.
func (f pairFilter) addAll(s string) {
	before := rune(-1)
	for _, r := range s {
		if before >= 0 {
			f.add(before, r)
		}
		before = r
	}
}
