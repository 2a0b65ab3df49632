package corpus

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// Passages cuts a normalized article into the units of search, in reading
// order: every section with a text of its own, every FAQ entry, a long one in
// pieces of at most MaxPassageRunes. The Text of a passage is a substring of its
// section's text (of the answer, for an FAQ entry), byte for byte.
func (a *Article) Passages() []Passage {
	if a.shown != nil {
		return slices.Clone(a.shown)
	}
	c := cutter{article: a, taken: ids{}, told: tellings(a)}
	faqs := a.faqsBySection()
	for i := range a.Sections {
		s := &a.Sections[i]
		own := faqs[s.ID]
		for _, span := range without(s.Text, own) {
			c.cut(s, s.Heading, s.Text[span.Start:span.End])
		}
		for _, f := range own {
			c.cut(s, f.Question, f.Answer)
		}
	}
	return c.out
}

// faqsBySection groups the FAQ entries by the section that holds them; nil when
// there are none, the common case of plain passages.
func (a *Article) faqsBySection() map[string][]*FAQ {
	if len(a.FAQs) == 0 {
		return nil
	}
	by := make(map[string][]*FAQ, len(a.FAQs))
	for i := range a.FAQs {
		f := &a.FAQs[i]
		by[f.Section] = append(by[f.Section], f)
	}
	return by
}

// without returns the stretches of a section's text that none of its FAQ entries
// holds: an introduction before the questions, a note after them. The question
// and its marks (Q1., A.) go with the entry.
func without(s string, faqs []*FAQ) []text.Span {
	if len(faqs) == 0 {
		return []text.Span{{Start: 0, End: len(s)}}
	}
	var out []text.Span
	pos := 0
	for _, f := range faqs {
		at := -1
		if f.Answer != "" {
			at = strings.Index(s[pos:], f.Answer)
		}
		if at < 0 {
			continue
		}
		before := pos + at
		if q := strings.Index(s[pos:before], f.Question); q >= 0 {
			before = pos + q
		}
		before = lineStart(s, pos, before)
		out = append(out, text.Span{Start: pos, End: before})
		pos += at + len(f.Answer)
	}
	return append(out, text.Span{Start: pos, End: len(s)})
}

// lineStart moves back over the mark of a question or an answer that stands
// before end in its line, but not over other text of that line.
func lineStart(s string, from, end int) int {
	start := from + strings.LastIndexByte(s[from:end], '\n') + 1
	if utf8.RuneCountInString(s[start:end]) <= 6 {
		return start
	}
	return end
}

// cutter collects passages with ids that are unique in the article.
type cutter struct {
	article *Article
	taken   ids
	told    map[string]*telling // by section
	out     []Passage
	sources map[string][]Source // by section, resolved once
}

// cut adds the passages of one text.
func (c *cutter) cut(s *Section, heading, body string) {
	for _, span := range pieces(body) {
		part := body[span.Start:span.End]
		base := c.article.ID + "#" + shortHash(append(slices.Clone(s.Path), heading, part)...)
		c.out = append(c.out, Passage{
			ID:      c.taken.take(base),
			Article: c.article.ID,
			Kind:    s.Kind,
			Heading: heading,
			Path:    s.Path,
			Text:    part,
			Section: s.ID,
			Sources: c.resolve(s),
			Facts:   facts(c.told[s.ID], s.Kind, part),
		})
	}
}

// resolve returns the sources that a section cites.
func (c *cutter) resolve(s *Section) []Source {
	if len(s.Sources) == 0 {
		return []Source{}
	}
	if found, ok := c.sources[s.ID]; ok {
		return found
	}
	out := make([]Source, 0, len(s.Sources))
	for _, n := range s.Sources {
		if n >= 0 && n < len(c.article.Sources) {
			out = append(out, c.article.Sources[n])
		}
	}
	if c.sources == nil {
		c.sources = map[string][]Source{}
	}
	c.sources[s.ID] = out
	return out
}

// pieces returns where a text is cut: at sentence ends, into pieces of about the
// same length, none above MaxPassageRunes and none blank. Only a sentence that
// is longer by itself is cut inside.
func pieces(s string) []text.Span {
	whole := trim(s, text.Span{Start: 0, End: len(s)})
	if whole.Start == whole.End {
		return nil
	}
	// A rune has at most four bytes and at least one.
	runes := whole.End - whole.Start
	if runes > MaxPassageRunes {
		runes = utf8.RuneCountInString(s[whole.Start:whole.End])
	}
	if runes <= MaxPassageRunes {
		return []text.Span{whole}
	}
	count := (runes + MaxPassageRunes - 1) / MaxPassageRunes
	// A little above the even share, so that the last piece is not a remnant.
	target := min(runes/count+runes/(count*8), MaxPassageRunes)

	var out []text.Span
	cur, curRunes := text.Span{}, 0
	flush := func() {
		if t := trim(s, cur); t.End > t.Start {
			out = append(out, t)
		}
		curRunes = 0
	}
	for _, sentence := range shortSentences(s) {
		n := utf8.RuneCountInString(s[sentence.Start:sentence.End])
		if curRunes > 0 && curRunes+n > target {
			flush()
		}
		if curRunes == 0 {
			cur.Start = sentence.Start
		}
		cur.End = sentence.End
		curRunes += n
	}
	if curRunes > 0 {
		flush()
	}
	return out
}

// shortSentences are the sentences of s, those longer than a passage may be cut
// after commas where there are any, else between runes.
func shortSentences(s string) []text.Span {
	var out []text.Span
	for _, sp := range text.Sentences(s) {
		for utf8.RuneCountInString(s[sp.Start:sp.End]) > MaxPassageRunes {
			cut := sp.Start + cutInside(s[sp.Start:sp.End])
			out = append(out, text.Span{Start: sp.Start, End: cut})
			sp.Start = cut
		}
		out = append(out, sp)
	}
	return out
}

// cutInside returns the byte offset, at most MaxPassageRunes runes in, at which
// a sentence that is too long is cut: after the last comma of its second half,
// else at a space, else at the limit.
func cutInside(s string) int {
	limit, half, n := len(s), 0, 0
	for i := range s {
		switch n {
		case MaxPassageRunes / 2:
			half = i
		case MaxPassageRunes:
			limit = i
		}
		if n == MaxPassageRunes {
			break
		}
		n++
	}
	for _, mark := range []string{"、", "，", ",", "　", " "} {
		if i := strings.LastIndex(s[half:limit], mark); i >= 0 {
			return half + i + len(mark)
		}
	}
	return limit
}

// trim takes white space off both ends of a span.
func trim(s string, sp text.Span) text.Span {
	t := strings.TrimSpace(s[sp.Start:sp.End])
	if t == "" {
		return text.Span{Start: sp.End, End: sp.End}
	}
	start := sp.Start + strings.Index(s[sp.Start:sp.End], t)
	return text.Span{Start: start, End: start + len(t)}
}
