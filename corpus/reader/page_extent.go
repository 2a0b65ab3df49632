package reader

import (
	"regexp"
	"strings"

	"shirube/corpus"
)

// leastArticle is how many characters of sentences an element holds that is the
// article of the page by its size, and leastShare which part of all there are.
const (
	leastArticle = 100
	leastShare   = 0.9
)

// narrow goes from an element into the one element in it that holds the article, as
// long as nothing beside that is of the article. So the head, the side and the foot
// of a page are told whatever they are called, in cells of a layout table too.
func (p *page) narrow(root *node) *node {
	for {
		inner := holder(root)
		if inner == nil {
			return root
		}
		for c := root.first; c != nil; c = c.next {
			if c != inner && !p.isSurroundings(c) {
				return root
			}
		}
		root = inner
	}
}

// holder is the child that holds nearly all sentences of an element, where it can be
// the main content of a page.
func holder(root *node) *node {
	var inner *node
	for c := root.first; c != nil; c = c.next {
		if c.tag != "" && c.drop == "" && (inner == nil || c.size.prose > inner.size.prose) {
			inner = c
		}
	}
	if inner == nil || inner.size.prose < leastArticle || float64(inner.size.prose) < leastShare*float64(root.size.prose) {
		return nil
	}
	switch inner.tag {
	case "div", "section", "article", "main", "center", "td", "tr", "tbody", "form":
		return inner
	case "table":
		if isLayout(inner) {
			return inner
		}
	}
	return nil
}

// mostSurrounding is how many characters outside of links an element has at most that
// stands around the article.
const mostSurrounding = 160

// isSurroundings reports whether an element beside the article is no part of it: it
// holds no sentence but those in which clinics say how they are reached, no price, no
// heading over text, and no word of what articles alone tell.
func (p *page) isSurroundings(n *node) bool {
	if n.drop != "" || n.tag != "" && n.size.text == 0 {
		return true
	}
	rest := unlinked(n)
	if strings.TrimSpace(rest) == "" {
		return true
	}
	if runeCount(rest) > mostSurrounding || ofArticle.MatchString(rest) || corpus.HasAmount(rest) {
		return false
	}
	for line := range strings.Lines(rest) {
		if strings.Contains(line, "。") && !siteLine.MatchString(line) {
			return false
		}
	}
	return n.tag == "" || !p.holdsHeading(n)
}

// ofArticle are words of what stands in small print beside an article and belongs to
// it: what can go wrong, who supervised it, what it cites, how a drug is approved.
var ofArticle = regexp.MustCompile(riskWords.String() + `|` + clinical.String() + `|監修|出典|参照|参考|引用|文献|ガイドライン|添付文書|学会|論文|未承認|承認|認証|※|＊|効果|症状|適応|対象|費用|保険|執筆|医師|[QＱ][.．:：]|？$`)

// holdsHeading reports whether an element holds a heading that is not of links: the
// title of the page, or that of text.
func (p *page) holdsHeading(n *node) bool {
	found := false
	each(n, func(c *node) bool {
		switch level := headingLevel(c.tag); {
		case level == 0 || c.size.text == 0:
		case level == 1:
			found = found || !p.isSiteName(plainText(c)) && !leadsHome(c)
		case c.size.links == 0:
			found = found || textUnder(c) >= leastUnder
		}
		return !found
	})
	return found
}

// leadsHome reports whether an element is a link to the first page of its site, as the
// name of the site is.
func leadsHome(n *node) bool {
	links := find(n, isLink)
	if len(links) != 1 || n.size.linked != n.size.text {
		return false
	}
	href := strings.TrimLeft(links[0].attr("href"), "./")
	if _, rest, found := strings.Cut(href, "://"); found {
		_, href, _ = strings.Cut(rest, "/")
	}
	return links[0].has("href") && (href == "" || strings.HasPrefix(href, "index.") || strings.HasPrefix(href, "?"))
}

// unlinked is the text of an element outside of links and buttons, a line a block.
func unlinked(n *node) string {
	var b strings.Builder
	var collect func(n *node)
	collect = func(n *node) {
		switch {
		case n.tag == "":
			b.WriteString(strings.Join(strings.Fields(n.text), " "))
			return
		case n.drop != "" || isLink(n) || n.tag == "button":
			return
		}
		block := n.isBlock() || n.tag == "br"
		if block {
			b.WriteByte('\n')
		}
		for c := n.first; c != nil; c = c.next {
			collect(c)
		}
		if block {
			b.WriteByte('\n')
		}
	}
	collect(n)
	return b.String()
}
