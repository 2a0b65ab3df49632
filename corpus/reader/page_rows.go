package reader

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// Rows of prices that are no tables: the name, the number and the price stand in
// elements of their own beside one another, and are read as one line.
const (
	maxRowCells = 6
	maxRowText  = 70
	maxRowCell  = 40
)

// isRow reports whether an element is such a row: a few short texts, each in an
// element of its own without parts, one of them a price.
func isRow(n *node) bool {
	cells, prices := rowCells(n)
	return cells >= 2 && cells <= maxRowCells && (prices > 0 || besidePrices(n))
}

// rowCells counts the cells of a row and those of them that are prices; no cells
// where an element is built otherwise.
func rowCells(n *node) (cells, prices int) {
	if n.size.text == 0 || n.size.text > maxRowText || n.size.prose > 0 || n.size.heads > 0 || n.tag == "table" {
		return 0, 0
	}
	whole := 0
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.drop != "" || c.size.text == 0:
		case c.tag == "", hasBlocks(c) && !isWrapped(c), c.tag == "br", c.tag == "li", c.size.text > maxRowCell:
			return 0, 0
		default:
			cells++
			if text := plainText(c); corpus.HasAmount(text) {
				prices++
				if !barePrice.MatchString(text) {
					whole++
				}
			}
		}
	}
	if prices > 1 && whole > 0 {
		return 0, 0 // each is a row of its own
	}
	return cells, prices
}

// besidePrices reports whether an element is one of a row of others of the same
// class, of which one holds a price: 矯正相談 / 無料 among the prices.
func besidePrices(n *node) bool {
	if n.parent == nil {
		return false
	}
	looked := 0
	for s := n.parent.first; s != nil && looked < 8; s = s.next {
		if s != n && s.tag == n.tag && s.size.text > 0 && s.size.text <= maxRowText && s.attr("class") == n.attr("class") {
			looked++
			if _, prices := rowCells(s); prices > 0 {
				return true
			}
		}
	}
	return false
}

// barePrice is a price with nothing said before it.
var barePrice = regexp.MustCompile(`^[0-9０-９¥￥+＋約〜~税込(（月々各→⇒]`)

// isWrapped reports whether all the text of an element stands in one child, without
// other blocks.
func isWrapped(n *node) bool {
	only := onlyChild(n)
	return only != nil && !hasBlocks(only)
}

var arrowPicture = regexp.MustCompile(`(?i)arrow|yajirushi`)

// row reads a row as one line. The picture of an arrow between two prices is an
// arrow.
func (w *blocks) row(n *node) {
	inner := blocks{page: w.page, at: n, inCell: true}
	var cells []string
	no := 0
	arrow := false
	for c := n.first; c != nil; c = c.next {
		if c.tag == "img" && arrowPicture.MatchString(c.attr("src")) && len(cells) > 0 {
			arrow = true
			continue
		}
		inner.walk(c)
		inner.flush()
		for _, b := range inner.out {
			if no == 0 {
				no = b.lines[0].No
			}
			if arrow {
				cells = append(cells, "→")
			}
			arrow = false
			cells = append(cells, b.text())
			w.links = append(w.links, b.links...)
		}
		inner.out = nil
	}
	if len(cells) > 0 {
		w.emit(&block{lines: []anatomy.Line{{Text: strings.Join(cells, " "), No: no}}, node: n, tight: w.tight, links: w.links})
		w.links, w.tight = nil, false
	}
}

// hasDrawnText reports whether a drawing holds text in Japanese.
func hasDrawnText(n *node) bool {
	found := false
	each(n, func(c *node) bool {
		if c.tag == "text" && !isASCII(plainText(c)) {
			found = true
		}
		return !found
	})
	return found
}

// drawing reads the texts in a drawing, a line each.
func (w *blocks) drawing(n *node) {
	w.flush()
	for _, t := range find(n, func(c *node) bool { return c.tag == "text" }) {
		for c := t.first; c != nil; c = c.next {
			w.walk(c)
		}
		w.buf.lineBreak()
	}
	w.flush()
}

// markOnly is a block that is nothing but the mark of the text beside it.
var markOnly = regexp.MustCompile(`^[✓✔☑●○■□◆◇・•★☆▶►→※◎👉✅💡⚠️]{1,2}$`)

// joinMarks puts marks that stand alone before the text that they are of.
func joinMarks(out []*block) []*block {
	kept := out[:0]
	for _, b := range out {
		if n := len(kept); n > 0 && !b.heading() && !b.ends && !kept[n-1].heading() && !kept[n-1].ends {
			m := kept[n-1]
			if len(m.lines) == 1 && utf8.RuneCountInString(m.lines[0].Text) <= 3 && markOnly.MatchString(m.lines[0].Text) {
				b.lines[0].Text = m.lines[0].Text + " " + b.lines[0].Text
				b.tight = m.tight
				kept[n-1] = b
				continue
			}
		}
		kept = append(kept, b)
	}
	return kept
}
