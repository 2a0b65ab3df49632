package instantsearch

import (
	"html"
	"slices"
	"strings"

	"shirube/internal/search"
)

// ellipsis is what the search puts where it cut a text.
const ellipsis = "…"

// tags stand around what is marked.
type tags struct{ before, after string }

// mark puts the tags into a text. Where they are HTML, so is what comes out, and the rest is
// escaped. Front ends that escape what they get (InstantSearch does) ask for tags that are
// no HTML, and get the text as it is.
func (t tags) mark(m search.Marked) string {
	plain := func(r []rune) string { return string(r) }
	if strings.ContainsAny(t.before+t.after, "<>") {
		plain = func(r []rune) string { return html.EscapeString(string(r)) }
	}
	var b strings.Builder
	runes, last := []rune(m.Text), 0
	for _, span := range m.Marks {
		b.WriteString(plain(runes[last:span[0]]))
		b.WriteString(t.before)
		b.WriteString(plain(runes[span[0]:span[1]]))
		b.WriteString(t.after)
		last = span[1]
	}
	b.WriteString(plain(runes[last:]))
	return b.String()
}

// Highlighted is a text with marks.
type Highlighted struct {
	Value   string   `json:"value" doc:"The text with tags around what was found"`
	Level   string   `json:"matchLevel" enum:"none,partial,full" doc:"How much of the query was found in it"`
	Fully   *bool    `json:"fullyHighlighted,omitempty" doc:"Whether all of the text is marked; not there where nothing is"`
	Matched []string `json:"matchedWords" doc:"The words of the text that are marked"`
}

// Snippet is a part of a text with marks.
type Snippet struct {
	Value string `json:"value" doc:"The part with tags around what was found, and an ellipsis where it was cut"`
	Level string `json:"matchLevel" enum:"none,partial,full" doc:"How much of the query was found in it"`
}

// marker puts marks into what a result shows.
type marker struct {
	tags     tags
	ellipsis string
	terms    []string // what was asked for
}

func (q *query) marker(found *search.Response) marker {
	m := marker{tags: q.tags, ellipsis: q.ellipsis}
	for _, t := range found.Interpreted.Terms {
		m.terms = append(m.terms, t.Text)
	}
	return m
}

func (m marker) whole(text search.Marked) Highlighted {
	words, marked := matched(text)
	h := Highlighted{Value: m.tags.mark(text), Level: m.level(words), Matched: words}
	if len(words) > 0 {
		fully := marked == len([]rune(text.Text))
		h.Fully = &fully
	}
	return h
}

func (m marker) part(text search.Marked) Snippet {
	words, _ := matched(text)
	return Snippet{Value: m.tags.mark(m.withEllipsis(text)), Level: m.level(words)}
}

// withEllipsis puts the ellipsis that was asked for in place of the search's own.
func (m marker) withEllipsis(text search.Marked) search.Marked {
	if m.ellipsis == ellipsis {
		return text
	}
	if rest, ok := strings.CutPrefix(text.Text, ellipsis); ok {
		shift := len([]rune(m.ellipsis)) - len([]rune(ellipsis))
		marks := make([][2]int, len(text.Marks))
		for i, span := range text.Marks {
			marks[i] = [2]int{span[0] + shift, span[1] + shift}
		}
		text.Text, text.Marks = m.ellipsis+rest, marks
	}
	if rest, ok := strings.CutSuffix(text.Text, ellipsis); ok {
		text.Text = rest + m.ellipsis
	}
	return text
}

// matched is the marked words of a text, each once, and how many characters they have.
func matched(text search.Marked) (words []string, marked int) {
	words = []string{}
	runes := []rune(text.Text)
	for _, span := range text.Marks {
		marked += span[1] - span[0]
		if w := string(runes[span[0]:span[1]]); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words, marked
}

// level is full where every term of the query stands in a marked word, as it was typed, or
// where there is only one; a term may also be there by another name, which counts as partial.
func (m marker) level(words []string) string {
	switch {
	case len(words) == 0:
		return "none"
	case len(m.terms) <= 1:
		return "full"
	}
	for _, t := range m.terms {
		if !slices.ContainsFunc(words, func(w string) bool { return search.SameSpelling(w, t) }) {
			return "partial"
		}
	}
	return "full"
}
