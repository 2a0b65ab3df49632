package reader

import (
	"strings"
)

// size is how much text an element holds, in characters without white space.
type size struct {
	text   int // all of it
	linked int // inside links
	prose  int // in sentences, outside links
	links  int
	heads  int // h1 to h6
	parts  int // what makes a part of the page of a list item: headings, tables, lists of terms
}

// measure sets the sizes of an element and of all in it that is not dropped.
func measure(n *node, inLink bool) size {
	var s size
	if n.tag == "" {
		s.text = runeCount(n.text)
		if inLink {
			s.linked = s.text
		} else {
			s.prose = proseIn(n.text)
		}
		n.size = s
		return s
	}
	if n.drop != "" {
		n.size = size{}
		return size{}
	}
	if isLink(n) {
		inLink = true
		s.links++
	}
	if headingLevel(n.tag) > 0 {
		s.heads++
	}
	for c := n.first; c != nil; c = c.next {
		cs := measure(c, inLink)
		s.text += cs.text
		s.linked += cs.linked
		s.prose += cs.prose
		s.links += cs.links
		s.heads += cs.heads
		s.parts += cs.parts
		if makesPart(c.tag) {
			s.parts++
		}
	}
	for c := n.first; c != nil; c = c.next {
		if c.tag != "" && isNamedHeading(c) {
			s.parts++
		}
	}
	n.size = s
	return s
}

// isLink reports whether an element is a link, and no anchor.
func isLink(n *node) bool {
	return n.tag == "a" && (n.has("href") || !n.has("name") && !n.has("id"))
}

// proseIn counts the characters of a text up to its last sentence end.
func proseIn(s string) int {
	if i := strings.LastIndex(s, "。"); i >= 0 {
		return runeCount(s[:i+len("。")])
	}
	return 0
}

// each calls f for every element below n that is not dropped, in reading order.
// Where f returns false, it does not go into the element.
func each(n *node, f func(*node) bool) {
	for c := n.first; c != nil; c = c.next {
		if c.tag == "" || c.drop != "" {
			continue
		}
		if f(c) {
			each(c, f)
		}
	}
}

// find returns the elements below n for which is returns true, outermost only.
func find(n *node, is func(*node) bool) []*node {
	var out []*node
	each(n, func(c *node) bool {
		if is(c) {
			out = append(out, c)
			return false
		}
		return true
	})
	return out
}

// within reports whether n stands inside of, or is, an element.
func (n *node) within(outer *node) bool {
	for ; n != nil; n = n.parent {
		if n == outer {
			return true
		}
	}
	return false
}

// Shares of the prose of a page that an element must hold to be its main content:
// one that the page itself names, or one that is named by habit.
const (
	landmarkShare = 0.5
	habitShare    = 0.7
)

// mainContent is the element that holds the article: what the page marks as such,
// where most of the prose stands in it; else the body.
func mainContent(t *tree) *node {
	whole := max(t.body.size.prose, t.body.size.text/4)
	enough := func(n *node, share float64) bool {
		return float64(max(n.size.prose, n.size.text/4)) >= share*float64(whole)
	}
	root := t.body
	if n := largest(find(t.body, isMainLandmark)); n != nil && enough(n, landmarkShare) {
		root = n
	}
	for _, is := range []func(*node) bool{isArticleBody, isArticle} {
		found := find(root, is)
		if n := largest(found); n != nil && n != root && enough(n, habitShare) && float64(n.size.text) >= habitShare*float64(root.size.text) {
			return n
		}
	}
	if root != t.body {
		return root
	}
	if n := largest(find(t.body, isMainByHabit)); n != nil && enough(n, habitShare) {
		return n
	}
	return root
}

func largest(nodes []*node) *node {
	var best *node
	for _, n := range nodes {
		if best == nil || n.size.text > best.size.text {
			best = n
		}
	}
	return best
}

func isMainLandmark(n *node) bool { return n.tag == "main" || n.attr("role") == "main" }

func isArticle(n *node) bool { return n.tag == "article" || n.attr("role") == "article" }

func isArticleBody(n *node) bool {
	if strings.Contains(n.attr("itemprop"), "articleBody") {
		return true
	}
	for _, id := range n.idents() {
		switch strings.ToLower(id) {
		case "entry-content", "post-content", "article-content", "article-body", "articlebody", "post-body", "entry-body", "the-content", "hentry", "post_content", "entry_content", "article_body":
			return true
		}
	}
	return false
}

// isMainByHabit recognises the ids that pages without landmarks give their main
// column.
func isMainByHabit(n *node) bool {
	switch strings.ToLower(n.attr("id")) {
	case "main", "content", "contents", "maincontent", "maincontents", "main-content", "main-contents", "main_content", "main_contents", "maincol", "main-column", "primary", "article", "mainarea":
		return true
	}
	return n.hasWord(map[string]bool{"main": true}) && n.tag == "div" && identIs(n, "main", "main-content", "main-contents", "l-main", "p-main", "maincontents")
}

func identIs(n *node, names ...string) bool {
	for _, c := range strings.Fields(n.attr("class")) {
		for _, name := range names {
			if strings.EqualFold(c, name) {
				return true
			}
		}
	}
	return false
}
