package search

import (
	"context"
	"fmt"
	"math"
	"strings"
	"unicode"

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
	for _, b := range bigramsOf(string(masked)) {
		u.bigrams[b] = true
	}
}

// bigramsOf lists the pairs of neighbouring letters and digits of s in normal form.
func bigramsOf(s string) []string {
	var out []string
	previous := -1
	s = text.Normalize(s).String
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != 'ー' {
			previous = -1
			continue
		}
		if previous >= 0 {
			out = append(out, s[previous:i+len(string(r))])
		}
		previous = i
	}
	return out
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
	texts := make([]string, len(passages))
	for i, p := range passages {
		if p == nil || articles[i] == nil {
			return fmt.Errorf("search: passage %q was found but is not stored", ids[i])
		}
		texts[i] = text.Normalize(strings.Join([]string{articles[i].Article.Title, p.Passage.Heading, p.Passage.Text}, "\n")).String
	}
	n := float64(len(texts))
	has := make([]bool, len(texts))
	for b := range u.bigrams {
		count := 0.0
		for i, t := range texts {
			if has[i] = strings.Contains(t, b); has[i] {
				count++
			}
		}
		weight := u.weights.Likeness * math.Log(1+(n-count+0.5)/(count+0.5))
		for i, id := range ids {
			if has[i] {
				gains[id] += weight
			}
		}
	}
	return nil
}
