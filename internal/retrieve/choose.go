package retrieve

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/internal/search"
	"shirube/internal/text"
)

// floor is the share of the best passage's score that any other must have: a
// passage that is far less likely to answer is filler.
const floor = 0.2

// choose is the passages of the hits that answer, best first, no text twice,
// within the budget. A passage that is longer than what is left of it is cut after
// a sentence; one that does not fit with one sentence is passed over.
func choose(hits []search.Hit, r Request) []Passage {
	out, left := []Passage{}, r.MaxChars
	told := map[string]bool{}
	least := r.MinScore
	for _, h := range hits {
		least = max(least, floor*h.Confidence)
	}
	for _, h := range hits {
		if len(out) == r.TopK {
			break
		}
		if h.Passage == nil || h.Confidence < least {
			continue
		}
		body := sentences(h.Passage.Text, left)
		key := text.Normalize(h.Passage.Text).String
		if body == "" || told[key] {
			continue
		}
		told[key] = true
		left -= utf8.RuneCountInString(body)
		out = append(out, passage(h, body, len(out)+1))
	}
	return out
}

// sentences is the longest run of whole sentences at the beginning of s that has
// at most limit code points, without the white space at its ends.
func sentences(s string, limit int) string {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	end, count := 0, 0
	for _, span := range text.Sentences(s) {
		sentence := s[span.Start:span.End]
		if count+utf8.RuneCountInString(strings.TrimRightFunc(sentence, unicode.IsSpace)) > limit {
			break
		}
		count += utf8.RuneCountInString(sentence)
		end = span.End
	}
	return strings.TrimSpace(s[:end])
}
