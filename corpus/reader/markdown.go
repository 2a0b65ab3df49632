package reader

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	gtext "github.com/yuin/goldmark/text"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// markdownParser is goldmark with tables and strikethrough. It is only read from.
var markdownParser = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser()

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
func markdown(d *anatomy.Draft, body string, first int) {
	m := &marked{src: []byte(body), first: first, rules: map[int]bool{}}
	// A footnote's definition is a citation here, not the address of a link.
	parsed := footnoteDef.ReplaceAllFunc([]byte(body), func(def []byte) []byte {
		out := bytes.Clone(def)
		out[len(out)-1] = ';'
		return out
	})
	m.gone = make([]bool, len(m.src))
	m.verbatim = make([]bool, len(m.src))
	m.doc = markdownParser.Parse(gtext.NewReader(parsed))
	m.strip()
	m.cut(d)
}

// marked is a Markdown text with what its syntax tree says of its bytes.
type marked struct {
	src      []byte
	first    int
	doc      ast.Node
	gone     []bool       // markup: not part of the text
	verbatim []bool       // code: kept as it is
	breaks   []int        // where <br> ends a line
	spaces   []int        // where a tag parted two words
	rules    map[int]bool // where lines of dashes under table heads begin
	dropped  []corpus.Dropped
	heads    []mdHeading
	links    []mdLink
}

// mdHeading is a heading with the bytes its lines cover, marks included.
type mdHeading struct {
	level      int
	start, end int
	pseudo     bool // a paragraph in bold that stands as one
}

type mdLink struct {
	at int
	anatomy.Link
}

// strip walks the tree and marks what is markup.
func (m *marked) strip() {
	_ = ast.Walk(m.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			m.inline(n)
			if n.Parent() == m.doc && n.Lines().Len() > 0 {
				m.heads = append(m.heads, m.heading(n))
			}
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock, *east.TableCell:
			m.inline(n)
			if h, ok := m.boldHeading(n); ok {
				m.heads = append(m.heads, h)
			}
			return ast.WalkSkipChildren, nil
		case *ast.HTMLBlock:
			m.htmlBlock(n)
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			for i := range n.Lines().Len() {
				seg := n.Lines().At(i)
				mark(m.verbatim, seg.Start, seg.Stop, true)
			}
		case *east.Table:
			m.tableRule(n)
		}
		return ast.WalkContinue, nil
	})
}

func mark(flags []bool, start, end int, v bool) {
	for i := max(start, 0); i < end && i < len(flags); i++ {
		flags[i] = v
	}
}

// inline marks what of a block's lines is markup: all that no text node holds.
func (m *marked) inline(n ast.Node) {
	lines := n.Lines()
	for i := range lines.Len() {
		seg := lines.At(i)
		for at := seg.Start; at < seg.Stop; at++ {
			m.gone[at] = m.src[at] != '\n'
		}
	}
	if lines.Len() == 0 {
		return
	}
	end := lines.At(lines.Len() - 1).Stop
	pos := lines.At(0).Start
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if !entering {
			if l, ok := c.(*ast.Link); ok {
				m.links = append(m.links, mdLink{lines.At(0).Start, anatomy.Link{Text: m.textOf(l), URL: string(l.Destination)}})
			}
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.Text:
			_, code := c.Parent().(*ast.CodeSpan)
			m.keep(c.Segment.Start, c.Segment.Stop, code)
			pos = max(pos, c.Segment.Stop)
		case *ast.AutoLink:
			label := c.Label(m.src)
			if at := bytes.Index(m.src[pos:end], label); at >= 0 {
				mark(m.gone, pos+at, pos+at+len(label), false)
				pos += at + len(label)
			}
		case *ast.RawHTML:
			m.rawHTML(c)
		case *east.Strikethrough:
			m.drop(lines.At(0).Start, m.textOf(c), "struck out")
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

// keep takes a stretch of text back from the markup, but for the backslash of an
// escaped mark.
func (m *marked) keep(start, end int, code bool) {
	mark(m.gone, start, end, false)
	if code {
		mark(m.verbatim, start, end, true)
		return
	}
	for i := start; i+1 < end; i++ {
		if m.src[i] == '\\' && isPunctuation(m.src[i+1]) {
			m.gone[i] = true
			i++
		}
	}
}

func isPunctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// textOf is the text inside a node.
func (m *marked) textOf(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if t, ok := c.(*ast.Text); ok && entering {
			b.Write(t.Segment.Value(m.src))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// rawHTML handles a tag inside a paragraph: <br> ends a line, a comment is listed
// as dropped.
func (m *marked) rawHTML(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	tag := string(n.Segments.Value(m.src))
	start := n.Segments.At(0).Start
	switch {
	case lineBreakTag.MatchString(tag):
		m.breaks = append(m.breaks, start)
	case strings.HasPrefix(tag, "<!--"):
		m.drop(start, tag, "comment")
	}
	if t := titleAttribute.FindStringSubmatchIndex(tag); t != nil && n.Segments.Len() == 1 {
		mark(m.gone, start+t[2], start+t[3], false)
		m.breaks = append(m.breaks, start+t[3])
	}
	if a := anchorTag.FindStringSubmatch(tag); a != nil {
		m.links = append(m.links, mdLink{start, anatomy.Link{Text: m.anchored(n), URL: a[1]}})
	}
}

// anchored is the text between <a …> and </a> in a paragraph.
func (m *marked) anchored(n *ast.RawHTML) string {
	var b strings.Builder
	for s := n.NextSibling(); s != nil; s = s.NextSibling() {
		switch s := s.(type) {
		case *ast.Text:
			b.Write(s.Segment.Value(m.src))
		case *ast.RawHTML:
			if strings.HasPrefix(string(s.Segments.Value(m.src)), "</a") {
				return b.String()
			}
		}
	}
	return ""
}

func (m *marked) drop(at int, text, why string) {
	if strings.TrimSpace(text) != "" {
		m.dropped = append(m.dropped, corpus.Dropped{Line: m.line(at), Text: strings.TrimSpace(text), Why: why})
	}
}

// line is the line of the file on which a byte stands.
func (m *marked) line(at int) int { return m.first + bytes.Count(m.src[:at], []byte("\n")) }

// htmlBlock keeps the text of an HTML block without its tags; comments, scripts
// and styles are dropped whole.
func (m *marked) htmlBlock(n *ast.HTMLBlock) {
	if n.Lines().Len() == 0 && !n.HasClosure() {
		return
	}
	start, end := n.ClosureLine.Start, n.ClosureLine.Stop
	if n.Lines().Len() > 0 {
		start = n.Lines().At(0).Start
		end = max(n.Lines().At(n.Lines().Len()-1).Stop, end)
	}
	block := m.src[start:end]
	switch {
	case n.HTMLBlockType == ast.HTMLBlockType1, n.HTMLBlockType == ast.HTMLBlockType3, n.HTMLBlockType == ast.HTMLBlockType4, n.HTMLBlockType == ast.HTMLBlockType5:
		m.hide(start, end)
		m.drop(start, string(block), "code or template")
		return
	}
	for _, tag := range htmlTag.FindAllIndex(block, -1) {
		text := block[tag[0]:tag[1]]
		if bytes.HasPrefix(text, []byte("<!--")) {
			m.drop(start+tag[0], string(text), "comment")
		}
		m.hide(start+tag[0], start+tag[1])
		m.partWords(start+tag[0], text)
	}
}

// partWords keeps what a tag of an HTML block parts from running together, and
// the title that a component carries as an attribute.
func (m *marked) partWords(at int, tag []byte) {
	switch {
	case cellTag.Match(tag):
		m.spaces = append(m.spaces, at)
	case blockTag.Match(tag):
		m.breaks = append(m.breaks, at)
	}
	if t := titleAttribute.FindSubmatchIndex(tag); t != nil {
		mark(m.gone, at+t[2], at+t[3], false)
		m.breaks = append(m.breaks, at+t[3])
	}
}

// hide marks a stretch as markup, its line breaks aside.
func (m *marked) hide(start, end int) {
	for i := start; i < end; i++ {
		m.gone[i] = m.src[i] != '\n'
	}
}

// tableRule notes the line of dashes under a table's head.
func (m *marked) tableRule(n *east.Table) {
	row := n.FirstChild()
	if row == nil || row.FirstChild() == nil || row.FirstChild().Lines().Len() == 0 {
		return
	}
	at := row.FirstChild().Lines().At(0).Start
	next := bytes.IndexByte(m.src[at:], '\n')
	if next < 0 {
		return
	}
	start := at + next + 1
	end := lineEnd(m.src, start)
	if tableRule.Match(m.src[start:end]) {
		m.rules[start] = true
	}
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

func lineEnd(src []byte, at int) int {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(src)
}

// heading is where a heading of the document stands, its underline included.
func (m *marked) heading(n *ast.Heading) mdHeading {
	h := mdHeading{level: n.Level, start: lineStart(m.src, n.Lines().At(0).Start), end: lineEnd(m.src, max(n.Lines().At(n.Lines().Len()-1).Stop-1, 0))}
	if !atxHeading.Match(m.src[h.start:h.end]) && h.end+1 < len(m.src) {
		if end := lineEnd(m.src, h.end+1); setextRule.Match(m.src[h.end+1 : end]) {
			m.hide(h.end+1, end)
			h.end = end
		}
	}
	return h
}

// boldHeading recognises a paragraph of one line all in bold that stands as a
// heading over the next block.
func (m *marked) boldHeading(n ast.Node) (mdHeading, bool) {
	p, ok := n.(*ast.Paragraph)
	if !ok || p.Parent() != m.doc || p.Lines().Len() != 1 || p.ChildCount() != 1 {
		return mdHeading{}, false
	}
	e, ok := p.FirstChild().(*ast.Emphasis)
	if !ok || e.Level != 2 {
		return mdHeading{}, false
	}
	switch p.NextSibling().(type) {
	case *ast.Paragraph, *ast.List, *east.Table:
	default:
		return mdHeading{}, false
	}
	seg := p.Lines().At(0)
	if !anatomy.CanBeHeading(m.textOf(e)) {
		return mdHeading{}, false
	}
	return mdHeading{start: lineStart(m.src, seg.Start), end: lineEnd(m.src, seg.Start), pseudo: true}, true
}

// cut makes the draft's parts.
func (m *marked) cut(d *anatomy.Draft) {
	m.levels()
	heads := m.takeTitle(d)
	parts := []anatomy.Part{m.part(mdHeading{}, 0, end(heads, 0, len(m.src)))}
	for i, h := range heads {
		parts = append(parts, m.part(h, h.end, end(heads, i+1, len(m.src))))
	}
	parts = splitFootnotes(parts)
	d.Dropped = append(d.Dropped, m.dropped...)
	d.Unmarked = len(heads) == 0
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
// out, are sections, and no level is skipped. Bold paragraphs are one below.
func (m *marked) levels() {
	least, count, first := 7, 0, 0
	for i, h := range m.heads {
		if h.pseudo {
			continue
		}
		if h.level == 1 {
			count++
			first = i
		}
	}
	title := count == 1 && first == 0
	for i, h := range m.heads {
		if !h.pseudo && !(title && i == 0) {
			least = min(least, h.level)
		}
	}
	above := 0
	for i := range m.heads {
		h := &m.heads[i]
		switch {
		case h.pseudo:
			h.level = max(above, 0) + 1
		case title && i == 0:
			h.level = 0
		default:
			h.level = min(h.level-least+1, above+1)
			above = h.level
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
	if h.end > 0 {
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
		if len(m.spaces) > 0 && contains(m.spaces, i) {
			b.WriteByte(' ')
		}
		if len(m.breaks) > 0 && contains(m.breaks, i) {
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

// contains looks up a position; positions are few and in any order.
func contains(list []int, v int) bool { return slices.Contains(list, v) }

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
