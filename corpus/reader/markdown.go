package reader

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	gtext "github.com/yuin/goldmark/text"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// newMarkdownParser is goldmark with tables and strikethrough.
func newMarkdownParser() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser()
}

var (
	atxHeading   = regexp.MustCompile(`^ {0,3}#{1,6}(?:[ \t]|$)`)
	closingMarks = regexp.MustCompile(`(?:^|[ \t])#+\s*$`)
	footnoteDef  = regexp.MustCompile(`(?m)^ {0,3}\[\^[^\]\n]+\]:`)
	footnoteRef  = regexp.MustCompile(`\[\^([^\]\s]+)\](:?)`)
	linkDef      = regexp.MustCompile(`^ {0,3}\[[^\]^][^\]]*\]:\s*\S+`)
	fenceLine    = regexp.MustCompile("^ {0,3}(?:> ?)*(?:`{3,}|~{3,})")
	quoteMark    = regexp.MustCompile(`^ {0,3}(?:> ?)+`)
	setextRule   = regexp.MustCompile(`^ {0,3}(?:=+|-+)\s*$`)
	tableRule    = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$`)
	strong       = regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__`)
	leftoverLink = regexp.MustCompile(`!?\[([^\[\]\n]+)\]\((?:https?://|/|\.|#|mailto:|tel:)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)`)
	lineBreakTag = regexp.MustCompile(`(?i)^<br\s*/?>$`)
	cellTag      = regexp.MustCompile(`(?i)^</t[dh]>$`)
	blockTag     = regexp.MustCompile(`(?i)^<(?:br\s*/?|/p|/li|/div|/dt|/dd|/h[1-6]|/tr|/summary)>$`)
	// titleAttribute is the text that an MDX component shows as its heading.
	titleAttribute = regexp.MustCompile(`(?s)^<[A-Z][^<>]*?\s(?:title|heading|label)="([^"]+)"`)
	anchorTag      = regexp.MustCompile(`(?is)^<a\s[^>]*?href\s*=\s*["']([^"']+)["']`)
	htmlTag        = regexp.MustCompile(`(?s)<!--.*?-->|</?[A-Za-z][^<>]*>`)
)

// hasMarkdownHeading reports whether a text has a heading with # outside code.
func hasMarkdownHeading(s string) bool {
	if !strings.Contains(s, "# ") {
		return false
	}
	fenced := false
	for _, l := range strings.Split(s, "\n") {
		if fenceLine.MatchString(l) {
			fenced = !fenced
		}
		if !fenced && atxHeading.MatchString(l) && strings.TrimLeft(l, "# \t") != "" {
			return true
		}
	}
	return false
}

// markdown reads a Markdown text into the draft: parts at its headings, their
// lines as in the source without inline markup. First is the line on which the
// text begins in the file.
func (r *Reader) markdown(d *anatomy.Draft, body string, first int) {
	m := &marked{src: []byte(body), first: first, rules: map[int]bool{}, breaks: map[int]bool{}, spaces: map[int]bool{}}
	m.starts = lineStarts(m.src)
	// A footnote's definition is a citation here, not the address of a link.
	parsed := footnoteDef.ReplaceAllFunc([]byte(body), func(def []byte) []byte {
		out := bytes.Clone(def)
		out[len(out)-1] = ';'
		return out
	})
	limitNesting(parsed, m.starts)
	m.gone = make([]bool, len(m.src))
	m.verbatim = make([]bool, len(m.src))
	m.cutCode(parsed)
	m.cutMarks(parsed)
	m.doc = r.md.Parse(gtext.NewReader(parsed))
	m.strip()
	m.hideCuts()
	m.cut(d)
}

// maxNesting is how deep quotations and lists may stand in one another on a line.
// The parser takes time with the square of it.
const maxNesting = 32

// maxLinkDefs is how many addresses of links a text may define, and maxBrackets
// how many brackets one paragraph may open, for the same reason.
const (
	maxLinkDefs = 500
	maxBrackets = 200
)

// limitNesting ends the marks of quotations and lists at the start of each line
// after maxNesting of them, and takes the meaning from definitions of links and
// from brackets where there are too many: what follows is text to the parser.
func limitNesting(text []byte, starts []int) {
	defs, brackets := 0, 0
	for _, at := range starts {
		line := text[at:lineEnd(text, at)]
		if len(bytes.TrimSpace(line)) == 0 {
			brackets = 0
		}
		if len(line) > 0 && line[0] == '[' && bytes.Contains(line, []byte("]:")) {
			if defs++; defs > maxLinkDefs {
				line[0] = '('
			}
		}
		for i, c := range line {
			if c == '[' {
				if brackets++; brackets > maxBrackets {
					line[i] = '('
				}
			}
		}
		depth := 0
		for ; at < len(text) && strings.IndexByte(" \t>-+*.)0123456789", text[at]) >= 0; at++ {
			if strings.IndexByte(">-+*.)", text[at]) < 0 {
				continue
			}
			if depth++; depth > maxNesting {
				text[at] = 'x' // any letter: only the tree is read from this copy
				break
			}
		}
	}
}

// marked is a Markdown text with what its syntax tree says of its bytes.
type marked struct {
	src      []byte
	first    int
	starts   []int // of lines
	doc      ast.Node
	gone     []bool       // markup: not part of the text
	verbatim []bool       // code: kept as it is
	breaks   map[int]bool // where <br> ends a line
	spaces   map[int]bool // where a tag parted two words
	rules    map[int]bool // where lines of dashes under table heads begin
	dropped  []corpus.Dropped
	heads    []mdHeading
	links    []mdLink
	cuts     [][2]int // scripts, styles and comments
	opened   []bool   // summaries whose text has not ended, and whether they are headings
}

// mdHeading is a heading with the bytes its lines cover, marks included.
type mdHeading struct {
	level      int
	start, end int
	pseudo     bool // a paragraph in bold that stands as one, or a summary
	summary    bool // what opens the text below it
	question   bool // a summary that asks what the text answers
	closes     bool // no heading: where what a summary opened ends
}

type mdLink struct {
	at int
	anatomy.Link
}

func (m *marked) drop(at int, text, why string) {
	if strings.TrimSpace(text) != "" {
		m.dropped = append(m.dropped, corpus.Dropped{Line: m.line(at), Text: strings.TrimSpace(text), Why: why})
	}
}

// line is the line of the file on which a byte stands.
func (m *marked) line(at int) int {
	return m.first + sort.SearchInts(m.starts, at+1) - 1
}

// lineStarts are the bytes at which the lines of a text begin.
func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// cut makes the draft's parts.
func (m *marked) cut(d *anatomy.Draft) {
	m.levels()
	heads := m.takeTitle(d)
	parts := []anatomy.Part{m.part(mdHeading{}, 0, end(heads, 0, len(m.src)))}
	section, marked := parts[0], false
	for i, h := range heads {
		p := m.part(h, h.end, end(heads, i+1, len(m.src)))
		switch {
		case !h.closes:
			p.Question = h.question
		case p.Text() == "":
			continue
		default:
			p.Heading, p.Level = section.Heading, section.Level // its text goes on
		}
		if parts = append(parts, p); !h.summary && !h.closes {
			section, marked = p, true
		}
	}
	parts = splitFootnotes(parts)
	d.Dropped = append(d.Dropped, m.dropped...)
	d.Unmarked = !marked
	d.Parts = append(d.Parts, parts...)
}

// splitFootnotes moves the definitions of footnotes, wherever they stand, into a
// section of their own at the end.
func splitFootnotes(parts []anatomy.Part) []anatomy.Part {
	notes := anatomy.Part{Heading: "脚注", Level: 1}
	for i := range parts {
		p := &parts[i]
		p.Lines = slices.DeleteFunc(p.Lines, func(l anatomy.Line) bool {
			if !footnoteDef.MatchString(l.Text) {
				return false
			}
			notes.Lines = append(notes.Lines, l)
			return true
		})
		notes.Links = append(notes.Links, p.Links...)
	}
	if len(notes.Lines) == 0 {
		return parts
	}
	notes.Line = notes.Lines[0].No
	for i := range parts {
		takeRefs(&parts[i])
	}
	return append(parts, notes)
}

// takeRefs takes the marks of footnotes off the text, and notes which they are.
func takeRefs(p *anatomy.Part) {
	for i := range p.Lines {
		l := &p.Lines[i]
		for _, m := range footnoteRef.FindAllStringSubmatch(l.Text, -1) {
			p.Refs = append(p.Refs, m[1])
		}
		l.Text = footnoteRef.ReplaceAllString(l.Text, "")
	}
}

func end(heads []mdHeading, i, last int) int {
	if i < len(heads) {
		return heads[i].start
	}
	return last
}

// levels turns # and ## into 1 and 2: the outermost headings, the title left
// out, are sections, and no level is skipped: what is marked alike below one heading
// stands beside one another. Bold paragraphs are one below.
func (m *marked) levels() {
	count, first := 0, 0
	for i, h := range m.heads {
		if !h.pseudo && h.level == 1 {
			count++
			first = i
		}
	}
	title := count == 1 && first == 0
	var open []int // what the headings that are open were marked as
	for i := range m.heads {
		h := &m.heads[i]
		switch {
		case h.pseudo:
			h.level = len(open) + 1
			if h.question && i > 0 && m.heads[i-1].summary && (!m.heads[i-1].question || m.heads[i-1].level > h.level) {
				h.level++ // inside what another one opened
			}
		case title && i == 0:
			h.level = 0
		default:
			for len(open) > 0 && open[len(open)-1] >= h.level {
				open = open[:len(open)-1]
			}
			open = append(open, h.level)
			h.level = len(open)
		}
	}
}

// takeTitle takes the title off the headings. Where another title is declared,
// the heading stays over the lead.
func (m *marked) takeTitle(d *anatomy.Draft) []mdHeading {
	if len(m.heads) == 0 || m.heads[0].level != 0 {
		return m.heads
	}
	h := m.heads[0]
	text := strings.TrimSpace(m.heading1(h))
	switch {
	case d.Article.Title == "":
		d.Article.Title = text
	case anatomy.SameHeading(d.Article.Title, text):
		m.drop(h.start, text, "repeats the title")
	default:
		m.heads[0].level = 1
		return m.heads
	}
	m.hide(h.start, h.end)
	return m.heads[1:]
}

func (m *marked) heading1(h mdHeading) string {
	var words []string
	for _, l := range m.lines(h.start, h.end, nil) {
		t := strings.TrimSpace(l.Text)
		if strings.HasPrefix(t, "#") {
			t = strings.TrimSpace(closingMarks.ReplaceAllString(strings.TrimLeft(t, "#"), ""))
		}
		if t != "" && !setextRule.MatchString(t) {
			words = append(words, t)
		}
	}
	return strings.Join(words, " ")
}

// part makes the part of a heading whose text is the bytes [start,end).
func (m *marked) part(h mdHeading, start, end int) anatomy.Part {
	p := anatomy.Part{Line: m.line(start), Level: max(h.level, 0)}
	if h.end > 0 && !h.closes {
		p.Heading, p.Line = m.heading1(h), m.line(h.start)
	}
	p.Lines = m.lines(start, end, &m.dropped)
	for _, l := range m.links {
		if l.at >= start && l.at < end {
			p.Links = append(p.Links, l.Link)
		}
	}
	return p
}

// lines are the lines of a stretch without markup. Addresses of links go to
// dropped.
func (m *marked) lines(start, end int, dropped *[]corpus.Dropped) []anatomy.Line {
	var out []anatomy.Line
	no := m.line(start)
	for at := start; at < end; no++ {
		stop := min(lineEnd(m.src, at), end)
		if m.rules[at] {
			at = stop + 1 // between the head and the rows of a table is nothing
			continue
		}
		texts := m.texts(at, stop)
		if len(texts) > 1 {
			texts = slices.DeleteFunc(texts, func(t string) bool { return t == "" })
		}
		for _, t := range texts {
			if dropped != nil && linkDef.MatchString(t) && !m.verbatim[at] {
				*dropped = append(*dropped, corpus.Dropped{Line: no, Text: strings.TrimSpace(t), Why: "address of a link"})
				t = ""
			}
			out = append(out, anatomy.Line{Text: t, No: no})
		}
		at = stop + 1
	}
	return out
}

// texts is one line of the source without markup: more than one where <br> cuts it.
func (m *marked) texts(start, end int) []string {
	if start >= end {
		return []string{""}
	}
	raw := m.src[start:end]
	code := false
	for i := start; i < end && !code; i++ {
		code = m.verbatim[i]
	}
	if !code && fenceLine.Match(raw) {
		return []string{""} // the fence itself
	}
	skip := 0
	if !code {
		skip = len(quoteMark.Find(raw))
	}
	table := bytes.HasPrefix(bytes.TrimSpace(raw), []byte("|"))
	var out []string
	var b strings.Builder
	for i := start + skip; i < end; i++ {
		if len(m.spaces) > 0 && m.spaces[i] {
			b.WriteByte(' ')
		}
		if len(m.breaks) > 0 && m.breaks[i] {
			if table {
				b.WriteByte(' ')
			} else {
				out = append(out, m.clean(b.String(), code))
				b.Reset()
			}
		}
		if !m.gone[i] {
			b.WriteByte(m.src[i])
		}
	}
	return append(out, m.clean(b.String(), code))
}

// clean resolves character references, and takes off markup that the rules of
// CommonMark leave standing between Japanese characters: **「強調」**は.
func (m *marked) clean(s string, code bool) string {
	if code {
		return s
	}
	if strings.Contains(s, "**") || strings.Contains(s, "__") {
		s = strong.ReplaceAllString(s, "$1$2")
	}
	if strings.Contains(s, "](") {
		s = leftoverLink.ReplaceAllString(s, "$1")
	}
	if strings.Contains(s, "&") {
		s = strings.ReplaceAll(html.UnescapeString(s), "\u00a0", " ")
	}
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return s
}
