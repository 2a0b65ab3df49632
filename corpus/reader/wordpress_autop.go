package reader

import (
	"slices"
	"strings"
)

// paragraphs makes the paragraphs that the classic editor leaves to be made when a
// page is shown: a blank line parts two of them, a line break is one. What is HTML
// already stays as it is. Ends of paragraphs are left to the parser of HTML, which
// knows where they must be.
func paragraphs(s string) string {
	p := &paragraphMaker{}
	for at := 0; at < len(s); {
		i := strings.IndexByte(s[at:], '<')
		if i < 0 {
			p.text(s[at:])
			break
		}
		end := tagEnd(s, at+i)
		if end < 0 {
			p.text(s[at : at+i+1]) // a < of the text
			at += i + 1
			continue
		}
		p.text(s[at : at+i])
		at += i
		p.tag(s[at:end])
		if stop := verbatimEnd(s, at, end); stop > end {
			p.out.WriteString(s[end:stop])
			end = stop
		}
		at = end
	}
	p.out.WriteString(strings.TrimRight(p.space, " \t"))
	return p.out.String()
}

type paragraphMaker struct {
	out   strings.Builder
	open  []string // block elements that are open
	in    bool     // in a run of text: a line break is one that is shown
	space string   // white space that is held back until it is known what follows
	broke bool     // a <br> was the last: the line break after it is the same one
}

// tagEnd is the index after a tag or a comment that begins at a <; -1: it begins
// none.
func tagEnd(s string, at int) int {
	if strings.HasPrefix(s[at:], "<!--") {
		if end := strings.Index(s[at:], "-->"); end >= 0 {
			return at + end + len("-->")
		}
		return -1
	}
	if at+1 >= len(s) || !isLetter(s[at+1]) && s[at+1] != '/' && s[at+1] != '!' {
		return -1
	}
	var quote byte
	const longest = 16 << 10
	for i := at + 1; i < len(s) && i < at+longest; i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return -1
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// verbatimEnd is where the content of an element ends in which line breaks are what
// they are.
func verbatimEnd(s string, at, end int) int {
	name := tagName(s[at:end])
	if !slices.Contains([]string{"pre", "script", "style", "textarea"}, name) {
		return end
	}
	i := indexFold(s[end:], "</"+name)
	if i < 0 {
		return end
	}
	return end + i
}

// indexFold is strings.Index for a lower-case ASCII text, of either case.
func indexFold(s, lower string) int {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], lower[0])
		if i < 0 || at+i+len(lower) > len(s) {
			return -1
		}
		if strings.EqualFold(s[at+i:at+i+len(lower)], lower) {
			return at + i
		}
		at += i + 1
	}
}

// tagName is the name of a tag in lower case, with / before that of an end.
func tagName(tag string) string {
	end := 1
	for end < len(tag) && strings.IndexByte(" \t\n\r>", tag[end]) < 0 && (tag[end] != '/' || end == 1) {
		end++
	}
	return strings.ToLower(tag[1:end])
}

// text adds text: paragraphs where it stands among blocks, lines within one.
func (p *paragraphMaker) text(s string) {
	for s != "" {
		word := strings.IndexFunc(s, func(r rune) bool { return r != ' ' && r != '\t' && r != '\n' })
		if word < 0 {
			p.space += s
			return
		}
		p.space += s[:word]
		p.begin()
		s = s[word:]
		end := strings.IndexByte(s, '\n')
		if end < 0 {
			p.out.WriteString(s)
			return
		}
		p.out.WriteString(s[:end])
		s = s[end:]
	}
}

// begin writes what must stand before text that comes now.
func (p *paragraphMaker) begin() {
	space := p.space
	p.space = ""
	breaks := strings.Count(space, "\n")
	if p.broke {
		breaks = max(breaks-1, 0)
		p.broke = false
	}
	switch {
	case !p.in && p.takesParagraphs():
		p.out.WriteString("\n<p>")
	case !p.in || breaks == 0:
		p.out.WriteString(space)
	case breaks == 1:
		p.out.WriteString("<br>\n")
	case p.takesParagraphs() || p.inside("li", "td", "dd"):
		p.out.WriteString("\n<p>")
	default:
		p.out.WriteString("<br>\n<br>\n")
	}
	p.in = true
}

// takesParagraphs reports whether text that stands here is a paragraph.
func (p *paragraphMaker) takesParagraphs() bool {
	return len(p.open) == 0 || p.inside("div", "section", "article", "blockquote", "details", "main", "aside", "center", "form", "fieldset", "body")
}

// inside reports whether the innermost open block is one of the names.
func (p *paragraphMaker) inside(names ...string) bool {
	return len(p.open) > 0 && slices.Contains(names, p.open[len(p.open)-1])
}

// isBlock reports whether an element is a block in whose middle no paragraph goes
// on.
func isBlock(name string) bool {
	return slices.Contains([]string{"table", "thead", "tfoot", "caption", "tbody", "tr", "td", "th", "div", "dl", "dd", "dt", "ul", "ol", "li", "pre", "form", "blockquote", "address", "p", "h1", "h2", "h3", "h4", "h5", "h6",
		"fieldset", "legend", "section", "article", "aside", "hgroup", "header", "footer", "nav", "figure", "figcaption", "details", "summary", "main", "center", "hr", "select", "option", "script", "style", "textarea", "colgroup", "col", "body"}, name)
}

// tag adds a tag: one within a line belongs to its text, a block ends it.
func (p *paragraphMaker) tag(tag string) {
	name := tagName(tag)
	closing := strings.HasPrefix(name, "/")
	name = strings.TrimSuffix(strings.TrimPrefix(name, "/"), "/")
	switch {
	case strings.HasPrefix(tag, "<!"):
		p.out.WriteString(tag)
		return
	case name == "br":
		if !p.in {
			p.begin()
		}
		p.out.WriteString(tag)
		p.space, p.broke = "", true
		return
	case !isBlock(name):
		if !closing || !p.in {
			p.begin()
		}
		p.out.WriteString(tag)
		return
	}
	if strings.Contains(p.space, "\n") {
		p.out.WriteByte('\n')
	}
	p.space, p.in, p.broke = "", false, false
	p.out.WriteString(tag)
	switch {
	case name == "hr" || name == "col":
	case closing:
		for i := len(p.open) - 1; i >= 0; i-- {
			if p.open[i] == name {
				p.open = p.open[:i]
				break
			}
		}
	default:
		for len(p.open) > 0 && endsBefore(p.open[len(p.open)-1], name) {
			p.open = p.open[:len(p.open)-1]
		}
		p.open = append(p.open, name)
	}
}

// endsBefore reports whether an element that nobody closed ends where another
// begins.
func endsBefore(open, next string) bool {
	switch open {
	case "p":
		return true
	case "li":
		return next == "li"
	case "dt", "dd":
		return next == "dt" || next == "dd"
	case "td", "th":
		return next == "td" || next == "th" || next == "tr"
	case "tr":
		return next == "tr"
	case "option":
		return true
	}
	return false
}
