package reader

import (
	"regexp"
	"strconv"
	"strings"

	"shirube/corpus/anatomy"
)

// block is a stretch of the article as the page shows it: a paragraph, a list
// item, a row of a table, a heading.
type block struct {
	lines    []anatomy.Line
	node     *node // the element that it is the text of
	level    int   // of a heading, 1 to 6; styledLevel for one that only looks so; 0: text
	question bool  // the heading is a question of an FAQ
	tight    bool  // no blank line before it
	ends     bool  // no text: the part of a question ends here
	apart    bool  // stands outside of the section before it
	links    []anatomy.Link
}

func (b *block) text() string { return joinText(b.lines) }

func (b *block) heading() bool { return b.level > 0 }

// styledLevel is the level of what is a heading by its looks alone.
const styledLevel = 7

// blocks makes blocks of a tree.
type blocks struct {
	*page
	out   []*block
	buf   textLines
	links []anatomy.Link
	lists []listState
	tight bool  // the next block stands right under the one before
	at    *node // the innermost block element around buf

	inHeading bool  // the text is that of a heading: nothing in it is one
	inCell    bool  // the text is that of a cell
	bolds     int   // bold lines that were headings
	faqLevel  int   // level of the heading over the FAQ; 0 outside of one
	answer    *node // element that holds the open question with its answer
}

type listState struct {
	ordered bool
	number  int
}

// flush ends the block that is being collected.
func (w *blocks) flush() {
	lines := w.buf.take()
	if len(lines) == 0 {
		return
	}
	w.emit(&block{lines: lines, node: w.at, tight: w.tight, links: w.links})
	w.links, w.tight = nil, false
}

func (w *blocks) emit(b *block) { w.out = append(w.out, b) }

// walk reads an element with what is in it.
func (w *blocks) walk(n *node) {
	switch {
	case n.tag == "":
		w.buf.text(n.text, n.line)
		return
	case n.drop != "":
		w.listNode(n)
		if n.isBlock() {
			w.flush()
		}
		return
	}
	switch n.tag {
	case "br":
		w.buf.lineBreak()
	case "hr":
		w.flush()
	case "img":
		w.picture(n)
	case "wbr":
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.heading(n, headingLevel(n.tag))
	case "ul", "ol", "menu", "dir":
		w.list(n)
	case "dl":
		w.definitions(n)
	case "table":
		w.table(n)
	case "details":
		w.details(n)
	case "pre":
		w.pre(n)
	case "svg":
		w.drawing(n)
	case "ruby":
		w.ruby(n)
	case "rp":
	case "a":
		w.anchor(n)
	default:
		w.element(n)
	}
}

func (w *blocks) children(n *node) {
	for c := n.first; c != nil; c = c.next {
		w.walk(c)
	}
}

// element reads an element without a meaning of its own.
func (w *blocks) element(n *node) {
	switch {
	case n.isBlock(), standsAlone(n):
		w.flush()
		if w.question(n) || w.styledHeading(n) {
			return
		}
	default:
		w.inline(n)
		return
	}
	before := w.at
	w.at = n
	if isRow(n) {
		w.row(n)
	} else {
		w.children(n)
	}
	w.flush()
	w.close(n)
	w.at = before
}

// standsAlone reports whether an inline element is shown as a block: a button, a
// label, or what stands between blocks.
func standsAlone(n *node) bool {
	switch n.tag {
	case "button", "label":
		return true
	case "span", "strong", "b", "em", "i", "font", "u", "time", "small":
		return blockOrNone(n, func(s *node) *node { return s.prev }) && blockOrNone(n, func(s *node) *node { return s.next }) && n.parent.isBlock() && n.parent.tag != "p" && n.parent.tag != "li"
	}
	return false
}

// blockOrNone reports whether the nearest sibling on one side with any text is a
// block, or there is none.
func blockOrNone(n *node, step func(*node) *node) bool {
	for s := step(n); s != nil; s = step(s) {
		if s.tag == "" && strings.TrimSpace(s.text) == "" || s.tag == "img" || s.tag == "input" || s.drop != "" {
			continue
		}
		return s.tag != "" && s.isBlock()
	}
	return true
}

// inline reads an inline element. A mark of a question that has an element of its
// own is parted from the question.
func (w *blocks) inline(n *node) {
	if w.boldLine(n) {
		return
	}
	if w.inHeading && w.buf.cur.Len() > 0 && isWide(w.buf.last) && n.prev != nil && isTail(n) {
		w.buf.space, w.buf.broke = true, false // the same in English behind it
	}
	w.children(n)
	if n.tag == "span" || n.tag == "b" || n.tag == "strong" || n.tag == "i" || n.tag == "em" {
		if t := shortText(n); isLoneMark(t) || w.inHeading && labelWords.MatchString(t) && !textBefore(n) {
			w.buf.space = true
		}
	}
}

// isTail reports whether an inline element holds a few words in English, with
// nothing after it.
func isTail(n *node) bool {
	return n.size.text >= 3 && n.size.text <= maxLabel && !textAfter(n) && latinLabel.MatchString(strings.TrimSpace(plainText(n)))
}

// shortText is the text of an inline element where it is a few characters long.
func shortText(n *node) string {
	if n.first == nil || n.first.next != nil || n.first.tag != "" || len(n.first.text) > 16 {
		return ""
	}
	return strings.TrimSpace(n.first.text)
}

// isLoneMark reports whether a text is the mark of a question or an answer alone:
// Q, Q1, A, Ｑ.
func isLoneMark(s string) bool {
	s = strings.TrimRight(s, ".．:： 0123456789０１２３４５６７８９")
	switch s {
	case "Q", "A", "Ｑ", "Ａ", "q", "a":
		return true
	}
	return false
}

func (w *blocks) anchor(n *node) {
	if n.isBlock() || hasBlocks(n) {
		before := w.at
		w.flush()
		w.at = n
		w.children(n)
		w.flush()
		w.at = before
		return
	}
	w.children(n)
	if href := n.attr("href"); href != "" && !strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "javascript:") {
		if text := plainText(n); text != "" {
			w.links = append(w.links, anatomy.Link{Text: text, URL: href})
		}
	}
}

// hasBlocks reports whether block elements stand in an element.
func hasBlocks(n *node) bool {
	found := false
	each(n, func(c *node) bool {
		found = found || c.isBlock()
		return !found
	})
	return found
}

// pre keeps the lines of preformatted text.
func (w *blocks) pre(n *node) {
	w.flush()
	w.buf.pre = true
	w.children(n)
	w.buf.pre = false
	w.flush()
}

// ruby puts the reading behind its characters: 漢字（かんじ）. What stands there
// that is no reading (税込, STEP) is put beside them as it is.
func (w *blocks) ruby(n *node) {
	var base, reading textLines
	for c := n.first; c != nil; c = c.next {
		switch c.tag {
		case "rp":
		case "rt", "rtc":
			collectPlain(c, &reading)
			if next := nextElement(c); next == nil || next.tag != "rt" && next.tag != "rp" {
				w.putRuby(n, &base, &reading)
			}
		default:
			collectPlain(c, &base)
		}
	}
	w.putRuby(n, &base, &reading)
}

func nextElement(n *node) *node {
	for s := n.next; s != nil; s = s.next {
		if s.tag != "" || strings.TrimSpace(s.text) != "" {
			return s
		}
	}
	return nil
}

func (w *blocks) putRuby(n *node, base, reading *textLines) {
	b, r := joinText(base.take()), joinText(reading.take())
	switch {
	case r == "":
		w.buf.text(b, n.line)
	case isKana(r):
		w.buf.text(b+"（"+r+"）", n.line)
	case isASCII(r) && isDigits(b):
		w.buf.text(r+" "+b, n.line)
	default:
		w.buf.text(b+r, n.line)
	}
}

func isKana(s string) bool {
	for _, r := range s {
		if !(r >= 0x3041 && r <= 0x30FF || r == ' ' || r == '　' || r == '・') {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789０１２３４５６７８９") == ""
}

// picture keeps the words of a picture where they say what no text says: of a
// heading, of a case before and after.
func (w *blocks) picture(n *node) {
	alt := strings.TrimSpace(n.attr("alt"))
	if alt == "" {
		return
	}
	if w.inHeading || w.inCell || !beforeAfter.MatchString(alt) || runeCount(alt) < 8 || strings.Contains(squeeze(plainText(around(n, 3))), squeeze(alt)) {
		if !w.inHeading {
			w.page.list(n.line, alt, whyPicture)
		}
		return
	}
	w.flush()
	w.emit(&block{lines: []anatomy.Line{{Text: alt, No: n.line}}, node: n})
}

// beforeAfter is said of pictures of a case before and after the treatment.
var beforeAfter = regexp.MustCompile(`(?i)術前|術後|施術前|施術後|治療前|治療後|before|after|ビフォー|アフター`)

// around is the element that stands a number of steps around a node.
func around(n *node, steps int) *node {
	for ; steps > 0 && n.parent != nil; steps-- {
		n = n.parent
	}
	return n
}

// list reads a list: an item a line, nested ones indented.
func (w *blocks) list(n *node) {
	w.flush()
	w.lists = append(w.lists, listState{ordered: n.tag == "ol", number: startNumber(n)})
	first := true
	for c := n.first; c != nil; c = c.next {
		if c.tag != "li" || c.drop != "" {
			w.walk(c)
			continue
		}
		w.flush()
		w.item(c, first && len(w.lists) == 1)
		first = false
	}
	w.flush()
	w.lists = w.lists[:len(w.lists)-1]
}

func startNumber(n *node) int {
	if v, err := strconv.Atoi(n.attr("start")); err == nil {
		return v
	}
	return 1
}

// item reads a list item. One that holds headings or tables is no line of a list,
// but a part of the page.
func (w *blocks) item(n *node, first bool) {
	state := &w.lists[len(w.lists)-1]
	number := state.number
	state.number++
	before, from := w.at, len(w.out)
	w.at = n
	if isPart(n) {
		outer := w.lists
		w.lists = nil
		w.children(n)
		w.flush()
		w.lists, w.at = outer, before
		return
	}
	w.tight = !first
	if isRow(n) {
		w.row(n)
	} else {
		w.children(n)
	}
	w.flush()
	w.at = before
	mark := "・"
	if state.ordered {
		mark = strconv.Itoa(number) + ". "
	}
	w.markItem(w.out[from:], mark)
}

// markItem puts the mark before the first line of an item, and what is nested
// below it right under it.
func (w *blocks) markItem(out []*block, mark string) {
	indent := strings.Repeat("  ", len(w.lists)-1)
	for i, b := range out {
		if i > 0 {
			b.tight = true
			continue
		}
		if len(b.lines) == 0 {
			continue
		}
		if !hasMark(b.lines[0].Text) && !strings.HasPrefix(b.lines[0].Text, "  ") {
			b.lines[0].Text = mark + b.lines[0].Text
		}
		b.lines[0].Text = indent + b.lines[0].Text
	}
}

// hasMark reports whether the text of an item brings its own mark.
func hasMark(s string) bool {
	return beginsItem(s) || strings.HasPrefix(s, "※") || strings.HasPrefix(s, "(") && len(s) > 2 && s[1] >= '0' && s[1] <= '9'
}

// isNamedHeading reports whether a class calls a short block over other text a
// title.
func isNamedHeading(n *node) bool {
	return n.isBlock() && n.size.text > 0 && n.size.text <= maxStyled && n.size.prose == 0 && n.hasWord(titleWords) && textAfter(n) && anatomy.CanBeHeading(plainText(n))
}

// isPart reports whether an item of a list is a part of the page with a heading
// or a table of its own.
func isPart(n *node) bool { return n.size.parts > 0 }

func makesPart(tag string) bool {
	return headingLevel(tag) > 0 || tag == "table" || tag == "dl" || tag == "details"
}
