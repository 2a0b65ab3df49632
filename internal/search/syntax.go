package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/text"
)

// A query is what people type: nothing in it is an error. Quotes, minus and
// name:value mean something where they make sense and are words where they
// don't.

// clause is a stretch of the query, at bytes [start,end) of it without its marks.
type clause struct {
	start, end int
	quoted     bool // in quotes: all of it is asked for together
	excluded   bool // after a minus
}

// split cuts a query into clauses at quotes and at words with a minus.
func split(q string) []clause {
	var out []clause
	add := func(start, end int, quoted, excluded bool) {
		if strings.TrimSpace(q[start:end]) != "" {
			out = append(out, clause{start, end, quoted, excluded})
		}
	}
	start, excluded := 0, false
	flush := func(end int) {
		add(start, end, false, excluded)
		excluded = false
	}
	for i := 0; i < len(q); {
		r, n := utf8.DecodeRuneInString(q[i:])
		switch {
		case unicode.IsSpace(r) && excluded:
			flush(i)
			start = i + n
		case isMinus(r) && atWordStart(q, i) && wordFollows(q[i+n:]):
			flush(i)
			start, excluded = i+n, true
		case closing(r) != 0 && (start == i || !excluded):
			if end := strings.IndexRune(q[i+n:], closing(r)); end > 0 {
				add(start, i, false, false)
				add(i+n, i+n+end, true, excluded)
				i += n + end
				_, n = utf8.DecodeRuneInString(q[i:])
				start, excluded = i+n, false
			}
		}
		i += n
	}
	flush(len(q))
	return out
}

// closing is the quote that ends what r begins, or 0. 「」 are punctuation: people
// who type them quote a title or what somebody said, and do not mean it word for
// word.
func closing(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '“':
		return '”'
	}
	return 0
}

// isMinus reports whether a character at the start of a word is a minus. ー is what the key
// of the minus types in kana; no word begins with it.
func isMinus(r rune) bool { return strings.ContainsRune("-－−‐‑–—―ー", r) }

func atWordStart(q string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(q[:i])
	return i == 0 || unicode.IsSpace(before)
}

func wordFollows(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && !unicode.IsSpace(r) && !isMinus(r)
}

// named reads name:value at the start of a word, where name is a facet and the
// value one that it can have: anything else is words.
func (e *Engine) named(word string) (index.Filter, bool) {
	normal := strings.Replace(word, "：", ":", 1)
	name, value, ok := strings.Cut(normal, ":")
	name = strings.ToLower(text.Normalize(name).String)
	if !ok || value == "" || !isValueFacet(name) {
		return index.Filter{}, false
	}
	if allowed := closedValues(name); allowed != nil {
		if v := labelled(name, value); v != "" {
			value = v
		}
		return index.Filter{Name: name, Any: []string{value}}, slices.Contains(allowed, value)
	}
	if c := e.lexicon.Lookup(value); c != nil {
		value = c.Label
	}
	return index.Filter{Name: name, Any: []string{value}}, true
}

// takeFilters cuts the words that are filters out of the query; several of one
// name are alternatives. It returns the query with spaces in their place, so that
// offsets stay.
func (u *understood) takeFilters(e *Engine, q string) string {
	b := []byte(q)
	for start := 0; start < len(q); {
		r, n := utf8.DecodeRuneInString(q[start:])
		if unicode.IsSpace(r) {
			start += n
			continue
		}
		end := start + max(0, strings.IndexFunc(q[start:]+" ", unicode.IsSpace))
		if f, ok := e.named(q[start:end]); ok {
			u.filter(f, q[start:end])
			for i := start; i < end; i++ {
				b[i] = ' '
			}
		}
		start = end
	}
	return string(b)
}

func (u *understood) filter(f index.Filter, from string) {
	u.said.Filters = append(u.said.Filters, AppliedFilter{Name: f.Name, Value: f.Any[0], From: from})
	for i := range u.filters {
		if u.filters[i].Name == f.Name {
			u.filters[i].Any = append(u.filters[i].Any, f.Any...)
			return
		}
	}
	u.filters = append(u.filters, f)
}
