package reader

import (
	"regexp"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"shirube/internal/pattern"
)

// maxLibraryNodes is how large a page may be that the library is asked about: it
// takes time with more than the size.
const maxLibraryNodes = 20_000

// libraryText is the text of what the extraction library takes for the article, on
// a page that marks none, without white space; "" where it finds none. The library
// loses tables, lists of prices and questions that open, so its word alone drops
// nothing.
func (p *page) libraryText() (text string) {
	if p.count > maxLibraryNodes {
		return ""
	}
	doc := &html.Node{Type: html.DocumentNode}
	root := &html.Node{Type: html.ElementNode, Data: "html"}
	doc.AppendChild(root)
	root.AppendChild(copyNode(p.body))
	defer func() {
		if recover() != nil {
			text = "" // a tree that the library was not made for
		}
	}()
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	article, err := parser.ParseAndMutate(doc, nil)
	if err != nil || article.Node == nil {
		return ""
	}
	var b strings.Builder
	nodeText(article.Node, &b)
	return squeeze(b.String())
}

// copyNode is what is left of a page as the library wants it.
func copyNode(n *node) *html.Node {
	if n.tag == "" {
		return &html.Node{Type: html.TextNode, Data: n.text}
	}
	out := &html.Node{Type: html.ElementNode, Data: n.tag}
	for _, a := range n.attrs {
		if a.key == "class" || a.key == "id" || a.key == "href" || a.key == "role" {
			out.Attr = append(out.Attr, html.Attribute{Key: a.key, Val: a.val})
		}
	}
	for c := n.first; c != nil; c = c.next {
		if c.drop == "" {
			out.AppendChild(copyNode(c))
		}
	}
	return out
}

func nodeText(n *html.Node, b *strings.Builder) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		nodeText(c, b)
	}
}

// siteLine is what lines of a page's head and foot say: how to reach the clinic, when
// it is open, whose page it is, where to go on.
var siteLine = regexp.MustCompile(pattern.Joined(`
	(?i)〒\s*\d
	|\btel\b|\bfax\b|電話|copyright|©
	|\(c\)\s*(?:19|20)\d\d
	|all rights|診療時間|受付時間|営業時間|休診日?
	|お休みを?(?:いただ|頂)
	|定休日|最寄り?駅|徒歩\s*\d+\s*分|駐車場|[\w.-]+@[\w-]+\.\w|サイトマップ|プライバシー|個人情報
	|トップ(?:へ|ページ)
	|ページ(?:先頭|トップ|の?上)
	|予約|お?問い?合わ?せ|訪問者|人目|カウンター|powered by|相互リンク|リンク集|掲示板|更新日|最終更新
	|[都道府県].{1,6}[市区町村郡].{0,20}[0-9０-９]
`))

// trimEdges drops the head and the foot of a page that marks neither: lines at its
// beginning and end that say what only those say, where the library does not take
// them for the article either.
func (p *page) trimEdges(out []*block) []*block {
	if !p.unmarked || p.fragment || len(out) == 0 {
		return out
	}
	first, last := 0, len(out)
	for first < last && !out[first].heading() && isEdge(out[first]) {
		first++
	}
	for last > first && (isEdge(out[last-1]) || out[last-1].ends) {
		last--
	}
	if first == 0 && last == len(out) {
		return out
	}
	verdict := p.libraryText()
	var kept []*block
	for i, b := range out {
		if i >= first && i < last || b.ends || verdict != "" && strings.Contains(verdict, squeeze(b.text())) && !siteOwn.MatchString(b.text()) {
			kept = append(kept, b)
			continue
		}
		why := whyFooter
		if i < first {
			why = whyHeader
		}
		for _, l := range b.lines {
			p.list(l.No, l.Text, why)
		}
	}
	return kept
}

// siteOwn is what is no part of an article whoever says otherwise.
var siteOwn = regexp.MustCompile(`(?i)copyright|©|all rights|訪問者|人目の|powered by|[\w.-]+@[\w-]+\.\w|掲示板`)

// isEdge reports whether a block could be of the head or the foot of a page.
func isEdge(b *block) bool {
	if b.heading() || b.ends {
		return false
	}
	text := b.text()
	if strings.Contains(text, "。") && !siteOwn.MatchString(text) || runeCount(text) > 2*fewProse {
		return false
	}
	return siteLine.MatchString(text)
}
