package reader

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"shirube/corpus/anatomy"
)

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
		case *ast.List:
			if m.jumps(n) {
				m.dropJumps(n)
				return ast.WalkSkipChildren, nil
			}
		case *ast.HTMLBlock:
			m.htmlBlock(n)
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			if fenced, ok := n.(*ast.FencedCodeBlock); ok && isProgram(string(fenced.Language(m.src))) {
				m.dropFenced(fenced)
				break
			}
			if code, ok := n.(*ast.CodeBlock); ok && m.indentedHTML(code) {
				break
			}
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
		m.breaks[start] = true
	case strings.HasPrefix(tag, "<!--"):
		m.drop(start, tag, "comment")
	}
	if t := titleAttribute.FindStringSubmatchIndex(tag); t != nil && n.Segments.Len() == 1 && !isNoiseComponent([]byte(tag)) {
		mark(m.gone, start+t[2], start+t[3], false)
		m.breaks[start+t[3]] = true
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

// htmlBlock keeps the text of an HTML block without its tags; what is no text, as
// preformatted code, is dropped whole.
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
	m.htmlText(n, start, end)
}

// partWords keeps what a tag of an HTML block parts from running together, and
// the title that a component carries as an attribute.
func (m *marked) partWords(at int, tag []byte) {
	switch {
	case cellTag.Match(tag):
		m.spaces[at] = true
	case blockTag.Match(tag):
		m.breaks[at] = true
	}
	if t := titleAttribute.FindSubmatchIndex(tag); t != nil && !isNoiseComponent(tag) {
		mark(m.gone, at+t[2], at+t[3], false)
		m.breaks[at+t[3]] = true
	}
}

// componentName is the name of a component in its tag.
var componentName = regexp.MustCompile(`^<([A-Z]\w*)`)

// isNoiseComponent reports whether the name of a component says that it is no part of
// the article: <ShareButtons …/>.
func isNoiseComponent(tag []byte) bool {
	name := componentName.FindSubmatch(tag)
	if name == nil {
		return false
	}
	for _, w := range splitIdent(string(name[1])) {
		switch identReasons[w] {
		case whyShare, whyNavigation, whyBanner, whyRelated, whyButton, whyContents, whyCookie, whyFooter, whyBreadcrumb:
			return true
		}
	}
	return false
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
	if _, link := e.FirstChild().(*ast.Link); link && e.ChildCount() == 1 {
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
