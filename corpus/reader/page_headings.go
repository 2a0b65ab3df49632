package reader

import (
	"regexp"
	"strings"

	"shirube/corpus/anatomy"
)

// titleWords are words of classes that pages give to what is a heading without
// being marked as one.
var titleWords = tagSet("title ttl tit heading headline head hd hdg midashi subtitle subttl subheading caption_title tl headtitle ttlbox daimei")

// maxStyled is how many characters a heading can have that only looks like one.
const maxStyled = 60

// heading reads a marked heading; a picture in place of its text speaks by its
// alternative text.
func (w *blocks) heading(n *node, level int) {
	w.flush()
	lines, links := w.headingText(n)
	if len(lines) == 0 {
		return
	}
	if text := joinText(lines); asksSomething(text) && (inAccordion(n, 4) || n.hasWord(faqWords)) {
		w.ask(n, lines, links)
		return
	}
	w.emit(&block{lines: lines, node: n, level: level, links: links})
	w.noteFAQ(joinText(lines), level)
}

// headingText is the text of a heading, with a line for each line that it is
// broken into.
func (w *blocks) headingText(n *node) ([]anatomy.Line, []anatomy.Link) {
	inner := blocks{page: w.page, at: n, inHeading: true}
	inner.children(n)
	inner.flush()
	var lines []anatomy.Line
	var links []anatomy.Link
	for _, b := range inner.out {
		lines = append(lines, b.lines...)
		links = append(links, b.links...)
	}
	if len(lines) > 0 {
		return lines, links
	}
	each(n, func(c *node) bool {
		if alt := strings.TrimSpace(c.attr("alt")); c.tag == "img" && alt != "" {
			lines = append(lines, anatomy.Line{Text: alt, No: c.line})
		}
		return true
	})
	return lines, nil
}

// styledHeading reads an element that only looks like a heading, where it is one.
func (w *blocks) styledHeading(n *node) bool {
	if w.inHeading || w.inCell || len(w.lists) > 0 || !w.looksLikeHeading(n) {
		return false
	}
	lines, links := w.headingText(n)
	if len(lines) == 0 {
		return false
	}
	level := styledLevel
	if n.attr("role") == "heading" && len(n.attr("aria-level")) == 1 && n.attr("aria-level") >= "1" && n.attr("aria-level") <= "6" {
		level = int(n.attr("aria-level")[0] - '0')
	}
	w.emit(&block{lines: lines, node: n, level: level, links: links})
	w.noteFAQ(joinText(lines), level)
	return true
}

// looksLikeHeading reports whether an element without a heading's tag is shown as
// one: its name says so, or it is bold over other text, and it says what a heading
// can say.
func (w *blocks) looksLikeHeading(n *node) bool {
	if n.size.text == 0 || n.size.text > maxStyled || hasBlocks(n) {
		return false
	}
	text := plainText(n)
	if n.attr("role") == "heading" {
		return true
	}
	bare, framed := unframe(text)
	if bare == "" || isASCII(bare) || !anatomy.CanBeHeading(bare) && !w.isPoliteTitle(n, bare) {
		return false
	}
	named := n.hasWord(titleWords) || w.titleClass[lookOf(n)]
	if !named && !framed && !w.isBold(n) {
		return w.beginsSection(n) || w.namesKindOver(n, bare)
	}
	return w.standsOver(n, named || framed)
}

// isPoliteTitle reports whether a line that ends as a sentence does is a heading by its
// name and its looks together: class ttl, in bold, 「検査はこんな半日です」.
func (w *blocks) isPoliteTitle(n *node, text string) bool {
	words := politeEnd.ReplaceAllString(text, "")
	return words != text && n.hasWord(titleWords) && w.isBold(n) && !strings.ContainsAny(text, "、。") && anatomy.CanBeHeading(words)
}

// politeEnd is the verb at the end of a polite sentence.
var politeEnd = regexp.MustCompile(`(?:です|ます|ました|ません|でした)$`)

// beginsSection reports whether a short line without any mark is the heading of a
// section element that has no other: it comes first, in an element of its own.
func (w *blocks) beginsSection(n *node) bool {
	s := sectionOf(n)
	if s == nil || !s.within(w.main) || s.size.heads > 0 || n.tag != "p" && n.tag != "div" || s.size.text < n.size.text+20 {
		return false
	}
	outer := n
	for outer.parent != s && onlyText(outer.parent, outer) {
		outer = outer.parent
	}
	return outer.parent == s && outer != n && !textBefore(outer) && textAfter(outer)
}

// namesKindOver reports whether a short line without any mark says what kind of section
// it is and nothing else, and stands over the text of one, on a page that marks others.
func (w *blocks) namesKindOver(n *node, text string) bool {
	if n.tag != "p" && n.tag != "div" && n.tag != "span" || n.size.links > 0 || w.main.size.heads == 0 || !anatomy.NamesOnlyKind(text) || !w.standsOver(n, true) {
		return false
	}
	below := nextElement(n)
	return below != nil && below.tag != "" && below.drop == "" && (below.size.prose > 0 || below.tag == "ul" || below.tag == "ol" || below.tag == "dl" || below.tag == "table")
}

// textBefore reports whether siblings before an element hold text.
func textBefore(n *node) bool {
	for s := n.prev; s != nil; s = s.prev {
		if s.drop == "" && s.size.text > 0 {
			return true
		}
	}
	return false
}

var frames = regexp.MustCompile(`^(?:《(.+)》|【([^】]+)】|〈(.+)〉|≪(.+)≫|＜(.+)＞)$`)

// unframe takes the brackets off that a heading stands in as a whole.
func unframe(s string) (string, bool) {
	s = strings.TrimSpace(s)
	m := frames.FindStringSubmatch(s)
	if m == nil {
		return s, false
	}
	for _, g := range m[1:] {
		if g != "" {
			return strings.TrimSpace(g), true
		}
	}
	return s, false
}

// isBold reports whether all of an element's text is bold or larger than the
// page's.
func (w *blocks) isBold(n *node) bool {
	bold, size := w.style.look(n)
	if bold || size >= 18 {
		return true
	}
	for _, c := range strings.Fields(n.attr("class")) {
		if boldClass(c) {
			return true
		}
	}
	only := onlyChild(n)
	if only == nil {
		return n.tag == "strong" || n.tag == "b"
	}
	if only.tag == "strong" || only.tag == "b" {
		return true
	}
	return only.tag == "span" && w.isBold(only)
}

// onlyChild is the one element that holds all of an element's text.
func onlyChild(n *node) *node {
	var only *node
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.tag == "" && strings.TrimSpace(c.text) == "", c.tag == "br", c.tag == "img":
		case c.tag == "" || only != nil:
			return nil
		default:
			only = c
		}
	}
	return only
}

// standsOver reports whether other text comes below an element in the same part
// of the page: a heading is the heading of something.
func (w *blocks) standsOver(n *node, sure bool) bool {
	below := nextElement(n)
	for at := n; below == nil && at.parent != nil && sure; {
		at = at.parent
		if at == w.main || !onlyLabels(at, n) {
			break
		}
		below = nextElement(at)
	}
	for below != nil && below.tag != "" && below.size.text == 0 {
		below = nextElement(below)
	}
	if below == nil || below.drop != "" || below.tag == "" {
		return below != nil && below.tag == "" && sure
	}
	if !below.isBlock() && !hasBlocks(below) {
		return false
	}
	if !sure {
		return below.size.text > n.size.text && (below.attr("class") != n.attr("class") || !w.isBold(below)) || below.tag == "ul" || below.tag == "ol" || below.tag == "table"
	}
	return true
}

// onlyLabels reports whether an element holds a heading and nothing beside it but
// a small label in English.
func onlyLabels(outer, n *node) bool {
	rest := outer.size.text - n.size.text
	if rest == 0 {
		return true
	}
	return rest <= maxLabel && outer.size.prose == 0 && isASCII(strings.Replace(squeeze(plainText(outer)), squeeze(plainText(n)), "", 1))
}

// onlyText reports whether an element holds no other text than another in it.
func onlyText(outer, n *node) bool { return outer.size.text == n.size.text }

var faqHeading = regexp.MustCompile(`(?i)よくある|Q\s*[&＆]\s*A|Ｑ\s*[&＆]\s*Ａ|FAQ|ご?質問`)

// noteFAQ keeps under which heading the questions of an FAQ stand.
func (w *blocks) noteFAQ(text string, level int) {
	switch {
	case faqHeading.MatchString(text) && !strings.HasSuffix(text, "？") && !strings.HasSuffix(text, "?"):
		w.faqLevel = level
	case level <= w.faqLevel:
		w.faqLevel = 0
	}
}
