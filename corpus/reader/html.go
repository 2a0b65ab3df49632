package reader

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

var (
	// codeOpens begins what a page holds for browsers, or for its editors, alone.
	codeOpens   = regexp.MustCompile(`(?i)<(script|style)(?:\s[^>]*)?>|<!--|\{/\*`)
	scriptEnds  = regexp.MustCompile(`(?i)</script\s*>`)
	styleEnds   = regexp.MustCompile(`(?i)</style\s*>`)
	commentEnds = regexp.MustCompile(`-->`)
	mdxComments = regexp.MustCompile(`\*/\s*\}`) // end those that begin with {/*
	// embedLine asks some sites to show a card of another page: @[card](address).
	embedLine = regexp.MustCompile(`^\s*@\[[A-Za-z0-9_-]+\]\([^()\n]*\)\s*$`)
	// htmlHeading is a heading with what stands in it.
	htmlHeading = regexp.MustCompile(`(?is)<h([1-6])(?:\s[^<>]*)?>(.*?)</h[1-6]\s*>`)
	// headingLine is a line that begins with one.
	headingLine = regexp.MustCompile(`(?im)^\s*<h[1-6](?:\s[^<>]*)?>`)
	// htmlPage begins a line of an HTML document.
	htmlPage = regexp.MustCompile(`(?im)^\s*<(?:!doctype\s+html|html)[\s>]`)
)

// isMarkdownName reports whether a file's extension, in lower case, is Markdown's.
func isMarkdownName(ext string) bool { return ext == ".md" || ext == ".markdown" || ext == ".mdx" }

// isHTMLName reports whether it is that of an HTML document.
func isHTMLName(ext string) bool { return ext == ".html" || ext == ".htm" || ext == ".xhtml" }

// hasHTMLHeading reports whether a line of the text begins with an HTML heading.
func hasHTMLHeading(s string) bool {
	return (strings.Contains(s, "<h") || strings.Contains(s, "<H")) && headingLine.MatchString(s)
}

// cutCode drops scripts, styles and comments with their content, wherever in the
// text they stand: blank lines in them end no block here. In the copy that is to
// be parsed they become blank lines, or one word beside other text. Code that is
// shown, in fences or `marks`, stays.
func (m *marked) cutCode(parsed []byte) {
	fenced := false
	endless := map[*regexp.Regexp]bool{} // what ends nowhere in the rest of the text
	for at := 0; at < len(m.src); {
		end := lineEnd(m.src, at)
		if (at == 0 || m.src[at-1] == '\n') && fenceLine.Match(m.src[at:end]) {
			fenced = !fenced
			at = end + 1
			continue
		}
		if fenced {
			at = end + 1
			continue
		}
		span, why := m.codeIn(at, end, endless)
		if (at == 0 || m.src[at-1] == '\n') && embedLine.Match(m.src[at:end]) {
			span, why = [2]int{at, end}, "code or template"
		}
		if why == "" {
			at = end + 1
			continue
		}
		m.drop(span[0], string(m.src[span[0]:span[1]]), why)
		m.blank(parsed, span)
		m.cuts = append(m.cuts, span)
		at = span[1]
	}
}

// codeIn finds the first script, style or comment that begins in [at,end) of a
// line, and why it is dropped; "" where there is none. Endless keeps which closing
// tags do not come any more.
func (m *marked) codeIn(at, end int, endless map[*regexp.Regexp]bool) (span [2]int, why string) {
	ticks := 0
	for from := at; ; {
		open := codeOpens.FindSubmatchIndex(m.src[from:end])
		if open == nil {
			return span, ""
		}
		start, inside := from+open[0], from+open[1]
		ticks += bytes.Count(m.src[from:start], []byte("`"))
		closing, reason := commentEnds, "comment"
		switch {
		case m.src[start] == '{':
			closing = mdxComments
		case open[2] >= 0:
			closing, reason = scriptEnds, "code or template"
			if bytes.EqualFold(m.src[from+open[2]:from+open[3]], []byte("style")) {
				closing = styleEnds
			}
		}
		if ticks%2 == 0 && !endless[closing] { // else it is shown as code
			if stop := closing.FindIndex(m.src[inside:]); stop != nil {
				return [2]int{start, inside + stop[1]}, reason
			}
			endless[closing] = true
		}
		from = inside
	}
}

// blank takes a stretch out of the copy that is parsed.
func (m *marked) blank(parsed []byte, span [2]int) {
	for at := span[0]; at < span[1]; {
		stop := min(lineEnd(m.src, at), span[1])
		fill := byte(' ')
		if m.textBefore(at) || m.textAfter(stop) {
			fill = 'x' // spaces could make code of the text beside it
		}
		for i := at; i < stop; i++ {
			parsed[i] = fill
		}
		at = stop + 1
	}
}

// textBefore reports whether anything stands before a byte on its line.
func (m *marked) textBefore(at int) bool {
	for at > 0 && (m.src[at-1] == ' ' || m.src[at-1] == '\t') {
		at--
	}
	return at > 0 && m.src[at-1] != '\n'
}

// textAfter reports whether anything stands on the line from a byte on.
func (m *marked) textAfter(at int) bool {
	for at < len(m.src) && (m.src[at] == ' ' || m.src[at] == '\t') {
		at++
	}
	return at < len(m.src) && m.src[at] != '\n'
}

// hideCuts marks what cutCode took out as markup, once the tree was read.
func (m *marked) hideCuts() {
	for _, span := range m.cuts {
		m.hide(span[0], span[1])
		mark(m.verbatim, span[0], span[1], false)
	}
}

// htmlText keeps the text of a stretch of HTML without its tags, and notes its
// headings where it is no part of a quotation or a list.
func (m *marked) htmlText(n ast.Node, start, end int) {
	block := m.src[start:end]
	if n.Parent() == m.doc {
		for _, h := range htmlHeading.FindAllSubmatchIndex(block, -1) {
			if len(bytes.TrimSpace(htmlTag.ReplaceAll(block[h[4]:h[5]], nil))) > 0 {
				m.heads = append(m.heads, mdHeading{level: int(block[h[2]] - '0'), start: start + h[0], end: start + h[1]})
			}
		}
		m.disclosures(start, block)
	}
	for _, tag := range htmlTag.FindAllIndex(block, -1) {
		text := block[tag[0]:tag[1]]
		m.hide(start+tag[0], start+tag[1])
		m.partWords(start+tag[0], text)
	}
}

// indentedHTML reads what the rules of Markdown take for code, because it is
// indented, but is HTML after a blank line in it.
func (m *marked) indentedHTML(n *ast.CodeBlock) bool {
	if n.Lines().Len() == 0 {
		return false
	}
	start, end := n.Lines().At(0).Start, n.Lines().At(n.Lines().Len()-1).Stop
	if at := htmlTag.FindIndex(bytes.TrimLeft(m.src[start:end], " \t")); at == nil || at[0] != 0 {
		return false
	}
	m.htmlText(n, start, end)
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		indent := len(seg.Value(m.src)) - len(bytes.TrimLeft(seg.Value(m.src), " \t"))
		m.hide(lineStart(m.src, seg.Start), seg.Start+indent)
	}
	return true
}
