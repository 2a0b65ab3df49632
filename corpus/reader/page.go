package reader

import (
	"strings"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// page is an HTML page being read into a draft.
type page struct {
	*tree
	draft     *anatomy.Draft
	fragment  bool // the source is main content and nothing else
	style     *stylesheet
	head      pageHead
	main      *node
	unmarked  bool   // the page itself does not say what its main content is
	headline  string // the title by the page's data
	template  string // the name of the template that the source is
	crumb     string // the page's own name in its breadcrumb
	reviewers []declared
	dates     pageDates       // by the page's data
	compared  map[string]bool // which of them were found to be others than those shown
	dropped   []corpus.Dropped
	notes     map[*node]bool // of the article, though they stand where all else is dropped
	// titleClass are the looks of what the page shows as headings by class alone
	titleClass map[string]bool
	warn       func(line int, format string, args ...any)
}

// drop takes an element out of the article.
func (p *page) dropNode(n *node, why string) {
	if n.drop == "" {
		n.drop = why
	}
}

// list notes a text as dropped.
func (p *page) list(line int, text, why string) {
	if text = strings.TrimSpace(text); text != "" {
		p.dropped = append(p.dropped, corpus.Dropped{Line: line, Text: text, Why: why})
	}
}

// maxListed is how many characters of a script are listed as dropped.
const maxListed = 200

// listNode lists the text of an element that is dropped: line by line where it
// could hold something of the clinic's, in one where it is links.
func (p *page) listNode(n *node) {
	why := n.drop
	if n.tag == "title" {
		return // is the title, or no more than the name of the site
	}
	if (why == whyScript || why == whyStyle) && n.first != nil {
		text := n.first.text[leadingSpace(n.first.text):]
		p.list(n.first.line+leadingBreaks(n.first.text), shorten(strings.Join(strings.Fields(text[:min(len(text), 4*maxListed)]), " ")), why)
		return
	}
	var t textLines
	collectPlain(n, &t)
	lines := t.take()
	if why == whyBreadcrumb && p.crumb == "" && len(lines) > 1 {
		p.crumb = strings.TrimLeft(lines[len(lines)-1].Text, ">＞›» ")
	}
	switch why {
	case whyNavigation, whyBreadcrumb, whyContents, whyRelated, whyShare, whySidebar, whyHeader:
		if len(lines) > 0 {
			texts := make([]string, len(lines))
			for i, l := range lines {
				texts[i] = l.Text
			}
			p.list(lines[0].No, strings.Join(texts, " / "), why)
		}
	default:
		for _, l := range lines {
			p.list(l.No, l.Text, why)
		}
	}
}

// shorten cuts a text after maxListed characters.
func shorten(s string) string {
	count := 0
	for i := range s {
		if count == maxListed {
			return s[:i] + "…"
		}
		count++
	}
	return s
}

// collectPlain collects all text in an element, a line a block.
func collectPlain(n *node, t *textLines) {
	if n.tag == "" {
		t.text(n.text, n.line)
		return
	}
	if n.tag == "img" {
		if alt := n.attr("alt"); alt != "" {
			t.text(" "+alt+" ", n.line)
		}
	}
	if n.tag == "style" || n.tag == "script" {
		if n.drop != whyScript && n.drop != whyStyle {
			return
		}
	}
	block := (n.isBlock() || n.tag == "br") && n.tag != "td" && n.tag != "th"
	if block {
		t.lineBreak()
	}
	if n.tag == "td" || n.tag == "th" {
		t.space, t.broke = true, false // a row is a line
	}
	for c := n.first; c != nil; c = c.next {
		collectPlain(c, t)
	}
	if block {
		t.lineBreak()
	}
}

// plainText is the text of an element on one line.
func plainText(n *node) string {
	var t textLines
	collectPlain(n, &t)
	return joinText(t.take())
}

// dropOutside drops what stands outside the main content, with the reason that its
// own element or one around it gives.
func (p *page) dropOutside(n *node) {
	for c := n.first; c != nil; c = c.next {
		switch {
		case c == p.main:
		case c.tag == "" && strings.TrimSpace(c.text) != "":
			p.list(c.line+leadingBreaks(c.text), strings.Join(strings.Fields(c.text), " "), whyOutside)
		case c.tag == "":
		case p.main.within(c):
			p.dropOutside(c)
		case c.order > p.main.order:
			p.dropAround(c, orElse(p.noiseReason(c), whyOutside))
		default:
			p.dropNode(c, orElse(p.noiseReason(c), whyOutside))
		}
	}
}

// leadingSpace is the length of the white space before the first character.
func leadingSpace(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\r\n\f")) }

// leadingBreaks counts the line breaks before the first character of a text.
func leadingBreaks(s string) int {
	return strings.Count(s[:len(s)-len(strings.TrimLeft(s, " \t\r\n\f"))], "\n")
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

// holdsNotes reports whether an element says by its marks that it holds the notes of
// the article, which cite its sources, whatever element that is.
func holdsNotes(n *node) bool {
	if role := n.attr("role"); role == "doc-endnotes" || role == "doc-bibliography" || role == "doc-footnote" {
		return true
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(n.attr("class")+" "+n.attr("id")), func(c rune) bool { return c == ' ' || c == '-' || c == '_' }) {
		if word == "footnotes" || word == "endnotes" || word == "bibliography" {
			return true
		}
	}
	return false
}

// noiseReason says by its own marks what an element is that is no main content.
func (p *page) noiseReason(n *node) string {
	if holdsNotes(n) {
		return ""
	}
	switch n.tag {
	case "nav":
		return whyNavigation
	case "header":
		return whyHeader
	case "footer":
		return whyFooter
	case "aside":
		return whySidebar
	}
	switch n.attr("role") {
	case "navigation", "search", "menu", "menubar":
		return whyNavigation
	case "banner":
		return whyHeader
	case "contentinfo":
		return whyFooter
	case "complementary":
		return whySidebar
	case "dialog", "alertdialog":
		return whyPopup
	}
	if why := typeReason(n); why != "" {
		return why
	}
	return identReason(n)
}
