package search

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/text"
)

// snippetRunes is how long a snippet is at most.
const snippetRunes = 160

// marker cuts snippets and sets marks in them, from the stored places of terms.
type marker struct {
	marks     *marks
	highlight Highlight
}

// whole marks a text without cutting it.
func (m marker) whole(s string, tokens index.Tokens) (Marked, error) {
	found, err := m.marks.find(tokens)
	if err != nil {
		return Marked{}, err
	}
	return m.render(s, 0, len(s), found), nil
}

// unread marks a text of which no places of terms are stored.
func (m marker) unread(e *Engine, s string) Marked {
	tokens, mentions := e.analyzer.Read(s)
	var all []index.Token
	add := func(term string, start, end int) {
		if m.marks.wanted.Has(term) {
			all = append(all, index.Token{Term: term, Start: start, End: end})
		}
	}
	for _, t := range tokens {
		add(t.Term, t.Start, t.End)
	}
	for _, c := range mentions {
		add(index.ConceptTerm(c.Concept.ID), c.Start, c.End)
	}
	slices.SortStableFunc(all, func(a, b index.Token) int { return a.Start - b.Start })
	return m.render(s, 0, len(s), m.marks.among(all))
}

// snippet is the part of a passage that shows most of what was asked for: whole
// sentences where they fit.
func (m marker) snippet(p *index.StoredPassage) (Marked, error) {
	s := p.Passage.Text
	found, err := m.marks.find(p.Tokens)
	if err != nil {
		return Marked{}, err
	}
	if len(found) == 0 {
		found = m.marks.stretches(s)
	}
	start, end := window(s, p.Sentences(), found)
	return m.render(s, start, end, found), nil
}

// window chooses the run of sentences of at most snippetRunes with the most
// different wanted terms, then the most of them, then the earliest. A sentence
// that is longer by itself is cut around its terms.
func window(s string, sentences []index.Sentence, found []index.Token) (start, end int) {
	all := 0
	for _, at := range sentences {
		all += int(at.Runes)
	}
	if all <= snippetRunes {
		return 0, len(s)
	}
	type worth struct{ different, all int }
	best := worth{-1, 0}
	var terms []string
	for i := range sentences {
		runes := 0
		for j := i; j < len(sentences); j++ {
			runes += int(sentences[j].Runes)
			if runes > snippetRunes && j > i {
				break
			}
			from, to := int(sentences[i].Start), int(sentences[j].End)
			if runes > snippetRunes {
				from, to = cut(s, from, to, found)
			}
			n := 0
			terms = terms[:0]
			for _, t := range found {
				if from <= t.Start && t.End <= to {
					if !slices.Contains(terms, t.Term) {
						terms = append(terms, t.Term)
					}
					n++
				}
			}
			w := worth{len(terms), n}
			longer := from == start && to > end && w == best
			if w.different > best.different || w.different == best.different && w.all > best.all || longer {
				best, start, end = w, from, to
			}
		}
	}
	return start, end
}

// cut takes snippetRunes of a long sentence s[start:end], from a little before
// its first wanted term.
func cut(s string, start, end int, found []index.Token) (int, int) {
	from := start
	for _, t := range found {
		if start <= t.Start && t.End <= end {
			from = back(s, start, t.Start, snippetRunes/4)
			break
		}
	}
	to := forward(s, from, end, snippetRunes)
	if to == end {
		from = back(s, start, end, snippetRunes)
	}
	// Not inside a word that is to be marked.
	for _, t := range found {
		if t.Start < to && to < t.End {
			to = t.Start
		}
		if t.Start < from && from < t.End {
			from = t.End
		}
	}
	return from, to
}

// back is n runes before pos, at least start; forward n runes after, at most end.
func back(s string, start, pos, n int) int {
	for ; n > 0 && pos > start; n-- {
		_, size := utf8.DecodeLastRuneInString(s[start:pos])
		pos -= size
	}
	return pos
}

func forward(s string, pos, end, n int) int {
	for ; n > 0 && pos < end; n-- {
		_, size := utf8.DecodeRuneInString(s[pos:end])
		pos += size
	}
	return pos
}

// render makes the text s[start:end] with its marks. An ellipsis shows where it
// was cut.
func (m marker) render(s string, start, end int, found []index.Token) Marked {
	for start < end && isSpace(s[start]) {
		start++
	}
	for end > start && isSpace(s[end-1]) {
		end--
	}
	prefix, suffix := "", ""
	if strings.TrimSpace(s[:start]) != "" {
		prefix = "…"
	}
	if strings.TrimSpace(s[end:]) != "" {
		suffix = "…"
	}
	out := Marked{Text: prefix + s[start:end] + suffix, Marks: [][2]int{}}
	if m.highlight == HighlightOff {
		return out
	}
	spans := merge(found, start, end, len(prefix))
	out.Marks = text.RuneOffsets(out.Text, spans)
	if m.highlight == HighlightHTML {
		out.HTML = markedHTML(out.Text, spans)
	}
	return out
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// merge is the spans of the tokens inside [start,end), moved to begin at shift,
// those that touch or overlap made one.
func merge(found []index.Token, start, end, shift int) [][2]int {
	out := [][2]int{}
	for _, t := range found {
		if t.Start < start || t.End > end || t.Start == t.End {
			continue
		}
		span := [2]int{t.Start - start + shift, t.End - start + shift}
		if n := len(out); n > 0 && span[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], span[1])
			continue
		}
		out = append(out, span)
	}
	return slices.Clip(out)
}

// markedHTML escapes everything but the marks.
func markedHTML(s string, spans [][2]int) string {
	escape := html.EscapeString
	if !strings.ContainsAny(s, `<>&'"`) { // as in most texts
		escape = func(s string) string { return s }
	}
	var b strings.Builder
	b.Grow(len(s) + len(spans)*len("<mark></mark>"))
	last := 0
	for _, sp := range spans {
		b.WriteString(escape(s[last:sp[0]]))
		b.WriteString("<mark>")
		b.WriteString(escape(s[sp[0]:sp[1]]))
		b.WriteString("</mark>")
		last = sp[1]
	}
	b.WriteString(escape(s[last:]))
	return b.String()
}
