package reader

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/corpus/anatomy"
	"shirube/internal/pattern"
)

// What an element is called says little: a section called side may hold the side
// effects, a list called pr the prices. So a name alone drops nothing that reads as
// text of the article.

// looksLikeArticle reports whether an element that its name calls noise reads as
// text of the article: it answers the question above it, holds questions with
// their answers, lists prices, has a heading that names a kind of section over text
// of its own, or tells of a treatment in sentences. What is mostly links does not.
func (p *page) looksLikeArticle(n *node, why string) bool {
	if s := n.size; s.text == 0 || s.linked*3 > s.text {
		return false
	}
	if n.tag == "form" || why == whyButton && n.size.prose < leastCall && n.size.heads == 0 {
		return false
	}
	return why != whyButton && answersAbove(n) || holdsKindHeading(n) || holdsQuestions(n) || listsPrices(n) || p.tellsOfTreatment(n, why)
}

// answersAbove reports whether an element holds sentences right under a question.
func answersAbove(n *node) bool {
	if n.size.prose == 0 {
		return false
	}
	for s := n.prev; s != nil; s = s.prev {
		if s.size.text > 0 {
			return isAsked(s)
		}
	}
	return false
}

// isAsked reports whether all that an element says is a question.
func isAsked(n *node) bool {
	if n.size.text < 4 || n.size.text > maxAsked {
		return false
	}
	t := strings.TrimSpace(plainText(n))
	return asksSomething(t) || questionStart.MatchString(t)
}

// holdsQuestions reports whether two questions stand in an element, each over
// sentences.
func holdsQuestions(n *node) bool {
	pairs := 0
	each(n, func(c *node) bool {
		if c.prev != nil && answersAbove(c) {
			pairs++
		}
		return pairs < 2
	})
	return pairs >= 2
}

// leastUnder is how many characters outside of links must stand under a heading
// that is the heading of text and not of a menu.
const leastUnder = 10

// holdsKindHeading reports whether an element holds a heading that names a kind of
// section, with text under it.
func holdsKindHeading(n *node) bool {
	found := false
	each(n, func(c *node) bool {
		if !found && (headingLevel(c.tag) > 0 || c.tag == "summary" || isNamedHeading(c)) && c.size.links == 0 && anatomy.NamesKind(plainText(c)) {
			found = textUnder(c) >= leastUnder
		}
		return !found
	})
	return found
}

// textUnder counts the characters outside of links between a heading and the next
// one beside it.
func textUnder(h *node) int {
	for h.parent != nil && !textAfter(h) && onlyText(h.parent, h) {
		h = h.parent
	}
	count := 0
	for s := h.next; s != nil && headingLevel(s.tag) == 0; s = s.next {
		if s.drop == "" {
			count += s.size.text - s.size.linked
		}
	}
	return count
}

// leastPrices is how many labelled prices make a list of them.
const leastPrices = 2

// listsPrices reports whether an element is, or holds, a list of prices with their
// labels, or is a single row of one. Prices that are cried out are none.
func listsPrices(n *node) bool {
	if isRow(n) && (besidePrices(n) || n.tag == "tr") {
		return true
	}
	rows := 0
	count := func(c *node) bool {
		switch {
		case c.tag == "tr" || c.tag == "dl":
			if corpus.HasAmount(plainText(c)) && labelled(c) {
				rows++
			}
		case isRow(c):
			if _, prices := rowCells(c); prices > 0 {
				rows++
			}
		}
		return rows < leastPrices
	}
	each(n, count)
	return rows >= leastPrices || rows > 0 && n.tag == "table"
}

// labelled reports whether a row holds a cell that is no price beside one that is.
func labelled(n *node) bool {
	label, price := false, false
	each(n, func(c *node) bool {
		switch c.tag {
		case "td", "th", "dt", "dd":
			if text := plainText(c); corpus.HasAmount(text) {
				price = true
			} else if text != "" {
				label = true
			}
		}
		return true
	})
	return label && price
}

// clinical are words of what a treatment does to the body and of whom it is for. The
// name of a treatment and 痛みの少ない治療 are no evidence: sites say those of
// themselves everywhere.
var clinical = regexp.MustCompile(pattern.Joined(`
	副作用|副反応|合併症|ダウンタイム|赤み|腫れ|はれ|むくみ|内出血|出血|かゆみ|発疹|じんま|アレルギー
	|痛み|しびれ|やけど|色素沈着|感染|化膿|発熱|吐き気|めまい|妊娠|授乳|禁忌|受けられません|できません
	|控えて|避けて|個人差|期待でき|麻酔|注射|照射|服用|内服|塗り|手術|入浴|飲酒|化粧|メイク|再発|後戻り
	|健康保険|自由診療|自費|税込
`))

// Sentences that tell of a treatment: of so many characters, with so many different
// words of it.
const (
	leastTelling = 20
	leastWords   = 2
)

// tellsOfTreatment reports whether an element is sentences about a treatment.
// Where it is one of the places at which sites speak of themselves (a foot after
// all else, an author's box), sentences are no evidence.
func (p *page) tellsOfTreatment(n *node, why string) bool {
	s := n.size
	if s.prose < leastTelling || s.prose*2 < s.text || why == whyAuthor || why == whyCookie || (why == whyFooter || why == whySidebar) && !p.textFollows(n) {
		return false
	}
	words := map[string]bool{}
	for _, w := range clinical.FindAllString(plainText(n), -1) {
		words[w] = true
	}
	return len(words) >= leastWords
}

// textFollows reports whether sentences come after an element in the main content,
// beside what is called a foot.
func (p *page) textFollows(n *node) bool {
	for a := n; a != nil && a != p.main; a = a.parent {
		for s := a.next; s != nil; s = s.next {
			if s.drop == "" && s.size.prose > 0 && (s.tag == "" || p.noiseReason(s) != whyFooter) {
				return true
			}
		}
	}
	return false
}
