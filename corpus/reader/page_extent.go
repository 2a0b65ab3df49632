package reader

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// leastArticle is how many characters of sentences an element holds that is the
// article of the page by its size, and leastShare which part of all there are.
const (
	leastArticle = 60
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
	if n.tag != "" && p.holdsMatter(n) {
		return false
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
var ofArticle = regexp.MustCompile(riskWords.String() + `|` + clinical.String() + `|監修|出典|参照|参考|引用|文献|ガイドライン|添付文書|学会|論文|未承認|承認|認証|※|＊|効果|症状|適応|対象|費用|保険|執筆|医師|ほか[.．,、 ]|et al|(?i:doi|pmid)|[0-9]{4};|[QＱ][.．:：]|？$`)

// holdsHeading reports whether an element holds a heading that is not of links: the
// title of the page, or that of text.
func (p *page) holdsHeading(n *node) bool {
	if headingLevel(n.tag) > 0 && n.size.links == 0 && !siteHead.MatchString(plainText(n)) && !p.isSiteName(plainText(n)) {
		return true
	}
	found := false
	each(n, func(c *node) bool {
		switch level := headingLevel(c.tag); {
		case level == 0 || c.size.text == 0:
		case level == 1:
			found = found || !p.isSiteName(plainText(c)) && !leadsHome(c)
		case c.size.links == 0 && !siteHead.MatchString(plainText(c)):
			found = found || textUnder(c) > 0
		}
		return !found
	})
	return found
}

// siteHead are headings over what sites say of themselves.
var siteHead = regexp.MustCompile(pattern.Joined(`
	(?i)診療時間
	|受付時間|アクセス|交通|地図|お知らせ|メニュー|カテゴリ|ブログ|コラム|リンク|ご?案内|予約
	|問い?合わ?せ|最新|新着|検索|サイト|アーカイブ|タグ
	|^(?:menu|news|access|information|contact|link|category|archive|search|topics)
`))

// holdsMatter reports whether an element holds what only articles have: a table that
// is not of hours, words under a picture, links to works that are cited.
func (p *page) holdsMatter(n *node) bool {
	matter := func(c *node) bool {
		switch c.tag {
		case "table":
			return !isLayout(c) && !isHours(c) && c.size.linked*2 < c.size.text
		case "figcaption":
			return c.size.text > 0 && c.size.links == 0
		case "a":
			href := c.attr("href")
			return strings.HasPrefix(href, "http") && !sharesPage(href) && !p.ownLink(href) && cited.MatchString(plainText(c))
		}
		return false
	}
	return matter(n) || len(find(n, matter)) > 0
}

// cited is how works that are cited are called.
var cited = regexp.MustCompile(`学会|厚生労働省|ガイドライン|指針|添付文書|論文|「[^」]{6,}」|『|PMID|(?i:doi)`)

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
