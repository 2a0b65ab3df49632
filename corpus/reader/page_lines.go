package reader

import (
	"regexp"
	"strings"

	"shirube/corpus/anatomy"
)

// Editors of weblogs make no paragraphs: a post is one element, its lines broken, an
// empty one between paragraphs, a bold one over each part.

// labelWords are words in English before a heading, in an element of their own.
var labelWords = regexp.MustCompile(`^[A-Z][a-z]+(?: [A-Za-z]+){0,2}$`)

// maxBold is how many characters a bold line has that is a heading.
const maxBold = 40

// boldLine reads an inline element as a heading where it is all of a bold line, with an
// empty line or nothing before it and text on the lines below, and names a kind of
// section or is not the only such line of its element.
func (w *blocks) boldLine(n *node) bool {
	if w.inHeading || w.inCell || len(w.lists) > 0 || !w.isBoldLine(n) {
		return false
	}
	text := plainText(n)
	if !anatomy.NamesKind(text) && w.bolds < 2 && !w.hasBoldLines(n) {
		return false
	}
	lines, links := w.headingText(n)
	if len(lines) == 0 {
		return false
	}
	w.flush()
	w.bolds++
	w.emit(&block{lines: lines, node: n, level: styledLevel, links: links})
	w.noteFAQ(joinText(lines), styledLevel)
	return true
}

// isBoldLine reports whether an inline element is all of a bold line over text.
func (w *blocks) isBoldLine(n *node) bool {
	switch n.tag {
	case "b", "strong", "span", "font", "u", "big":
	default:
		return false
	}
	if n.size.text < 2 || n.size.text > maxBold || n.size.links > 0 || n.size.prose > 0 || n.parent == nil || n.parent.tag == "p" && n.prev == nil {
		return false
	}
	before, _ := breaksTo(n, func(s *node) *node { return s.prev })
	after, below := breaksTo(n, func(s *node) *node { return s.next })
	if before == 1 || after == 0 || below == nil || below.tag != "" && (headingLevel(below.tag) > 0 || w.isBold(below) && !below.isBlock()) {
		return false
	}
	text, _ := unframe(plainText(n))
	return anatomy.CanBeHeading(text) && !isASCII(text) && w.isBold(n)
}

// hasBoldLines reports whether another bold line stands beside one, as headings do that
// a post has several of.
func (w *blocks) hasBoldLines(n *node) bool {
	for _, step := range []func(*node) *node{func(s *node) *node { return s.next }, func(s *node) *node { return s.prev }} {
		looked := 0
		for s := step(n); s != nil && looked < 60; s = step(s) {
			looked++
			if s.tag == n.tag && s.drop == "" && w.isBoldLine(s) {
				return true
			}
		}
	}
	return false
}

// breaksTo counts the line breaks from an element to what stands next on one side of it,
// and returns that; two where nothing or a block does.
func breaksTo(n *node, step func(*node) *node) (breaks int, next *node) {
	for s := step(n); s != nil; s = step(s) {
		switch {
		case s.tag == "" && strings.TrimSpace(s.text) == "", s.drop != "":
		case s.tag == "br":
			breaks++
		case s.tag != "" && s.isBlock():
			return 2, s
		default:
			return breaks, s
		}
	}
	return 2, nil
}
