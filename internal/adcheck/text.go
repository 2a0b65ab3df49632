package adcheck

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/text"
)

// checking is one article under the eye.
type checking struct {
	article *corpus.Article
	said    []sentence
	lines   []int // of the source that hold text, sorted
	marks   []mark
}

// sentence is a sentence, heading or line with its place.
type sentence struct {
	where   Where
	section int // index; -1: none
	kind    corpus.Kind
	host    string // the text in which offsets count
	start   int    // byte of host at which the sentence begins
	lines   []int  // of the source, one for each line of host; nil: not known
	line    int    // of the source on which host begins
	norm    text.Normal
}

// text is the sentence in normal form: width and case do not matter.
func (s *sentence) text() string { return s.norm.String }

// Why something was dropped that nobody sees on the page.
var unseen = regexp.MustCompile(`(?i)code|template|script|comment|hidden|struck|address of a link|metadata|json|style`)

func newChecking(a *corpus.Article) *checking {
	c := &checking{article: a}
	first := 1
	if len(a.Sections) > 0 && a.Sections[0].StartLine > 0 {
		first = min(a.Sections[0].StartLine, max(first, 1))
	}
	c.add(sentence{where: InTitle, section: -1, host: a.Title, line: first})
	texts := make([]string, len(a.Sections))
	for i := range a.Sections {
		s := &a.Sections[i]
		texts[i] = s.Heading + "\n" + s.Text
		c.add(sentence{where: InHeading, section: i, kind: s.Kind, host: s.Heading, line: s.StartLine})
		c.add(sentence{where: InText, section: i, kind: s.Kind, host: s.Text, line: s.StartLine, lines: s.Lines})
	}
	all := strings.Join(texts, "\n")
	for _, f := range a.FAQs { // declared beside the text
		if i := slices.IndexFunc(a.Sections, func(s corpus.Section) bool { return s.ID == f.Section }); i >= 0 && !strings.Contains(all, f.Answer) {
			c.add(sentence{where: InAnswer, section: i, kind: a.Sections[i].Kind, host: f.Answer, line: a.Sections[i].StartLine})
		}
	}
	for _, d := range a.Dropped {
		if m, ok := markOf(d); ok {
			c.marks = append(c.marks, m)
		} else if !unseen.MatchString(d.Why) {
			c.add(sentence{where: InDropped, section: -1, host: d.Text, line: d.Line})
		}
	}
	slices.Sort(c.lines)
	return c
}

// add cuts a text into sentences.
func (c *checking) add(s sentence) {
	for _, sp := range text.Sentences(s.host) {
		part := s
		part.start = sp.Start
		part.norm = text.Normalize(s.host[sp.Start:sp.End])
		if strings.TrimSpace(part.norm.String) == "" {
			continue
		}
		c.said = append(c.said, part)
		c.lines = append(c.lines, c.lineAt(&part, sp.Start))
	}
}

// lineAt is the line of the source on which a byte of the sentence's host stands.
func (c *checking) lineAt(s *sentence, at int) int {
	n := strings.Count(s.host[:at], "\n")
	switch {
	case n < len(s.lines):
		return s.lines[n]
	case s.where == InDropped:
		return max(s.line+n, 1)
	}
	return max(s.line, 1)
}

// position is the place of the bytes [start,end) of a sentence's normal form,
// white space and marks of lists at its ends left out.
func (c *checking) position(s *sentence, start, end int) Position {
	from, to := s.norm.Original(start, end)
	from, to = from+s.start, to+s.start
	quote := s.host[from:to]
	lead := len(quote) - len(strings.TrimLeft(quote, " \t\n\r　"))
	quote = strings.TrimSpace(quote)
	from += lead
	to = from + len(quote)
	p := Position{Where: s.where, Line: c.lineAt(s, from), Start: utf8.RuneCountInString(s.host[:from]), Quote: quote}
	p.End = p.Start + utf8.RuneCountInString(s.host[from:to])
	if s.section >= 0 {
		p.Section = c.article.Sections[s.section].ID
	}
	return p
}

// whole is the place of a sentence.
func (c *checking) whole(s *sentence) Position { return c.position(s, 0, len(s.norm.String)) }

// quoted finds a sentence of the article again: where something was read from. ok
// is false where it stands nowhere, as for what a file only declares.
func (c *checking) quoted(section, words string) (Position, bool) {
	for i := range c.article.Sections {
		s := &c.article.Sections[i]
		if s.ID != section {
			continue
		}
		for _, host := range []sentence{
			{where: InText, section: i, host: s.Text, line: s.StartLine, lines: s.Lines},
			{where: InHeading, section: i, host: s.Heading, line: s.StartLine},
		} {
			if at := strings.Index(host.host, words); at >= 0 && words != "" {
				host.start, host.norm = at, text.Normalize(words)
				return c.whole(&host), true
			}
		}
	}
	return Position{}, false
}

// maxPositions is how many places an item lists.
const maxPositions = 5

// search returns the places of the sentences that hold a pattern and are wanted.
func (c *checking) search(pattern *regexp.Regexp, wanted func(*sentence) bool) []Position {
	var out []Position
	for i := range c.said {
		s := &c.said[i]
		if len(out) < maxPositions && pattern.MatchString(s.text()) && (wanted == nil || wanted(s)) {
			out = append(out, c.whole(s))
		}
	}
	return out
}

// mark is a comment of the source by which an editor says that a place was looked
// at: <!-- shirube-check: ok guarantee 監修者と確認済み -->.
type mark struct {
	line   int
	rule   string // empty: any
	reason string
}

var markComment = regexp.MustCompile(`^<!--\s*shirube-check:\s*ok\b\s*(.*?)\s*-->$`)

func markOf(d corpus.Dropped) (mark, bool) {
	m := markComment.FindStringSubmatch(strings.TrimSpace(d.Text))
	if m == nil {
		return mark{}, false
	}
	out := mark{line: d.Line, reason: m[1]}
	if word, rest, _ := strings.Cut(m[1], " "); isRule(word) {
		out.rule, out.reason = word, strings.TrimSpace(rest)
	}
	return out, true
}

// allowed reports whether a comment marks a finding: one on the same line, or on
// the line before which no other line of text stands between.
func (c *checking) allowed(p Phrase) (string, bool) {
	for _, m := range c.marks {
		if m.rule != "" && m.rule != p.Rule || p.Line < m.line {
			continue
		}
		next := p.Line
		for _, l := range c.lines {
			if l > m.line {
				next = l
				break
			}
		}
		if p.Line == m.line || p.Line == next {
			return m.reason, true
		}
	}
	return "", false
}
