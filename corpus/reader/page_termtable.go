package reader

import "shirube/corpus/anatomy"

// maxTermCell is how many characters the first cell of a row has that is a heading.
const maxTermCell = 30

// termTable reads a table as parts of the page, where it is one in the form of rows: in
// the first cell, set apart, what the second tells in sentences.
func (w *blocks) termTable(n *node) bool {
	if w.inCell || w.inHeading || len(w.lists) > 0 {
		return false
	}
	rows := cellRows(n)
	if !w.tellsByRows(rows) {
		return false
	}
	before := w.at
	for _, r := range rows {
		lines, links := w.headingText(r[0])
		if len(lines) > 0 {
			w.emit(&block{lines: lines, node: r[0], level: styledLevel, links: links})
		}
		w.at = r[1]
		w.children(r[1])
		w.flush()
	}
	w.at = before
	return true
}

// tellsByRows reports whether rows have headings in their first cells, and sentences in
// their second.
func (w *blocks) tellsByRows(rows [][]*node) bool {
	named, telling, prose := 0, 0, 0
	for _, r := range rows {
		text := plainText(r[0])
		if r[0].size.text > maxTermCell || r[0].size.links > 0 || r[0].tag != "th" && !w.isSetApart(r[0]) || !anatomy.CanBeHeading(text) {
			return false
		}
		if anatomy.NamesKind(text) {
			named++
		}
		if r[1].size.prose > 0 || isPart(r[1]) {
			telling++
		}
		prose += r[1].size.prose
	}
	if len(rows) < 2 || telling*2 < len(rows) {
		return false
	}
	return named >= 2 && named*3 >= len(rows) && prose > leastTelling*len(rows) || prose > maxTerm*len(rows)
}

// isSetApart reports whether a cell is shown otherwise than its row: bold, or on a
// ground of its own.
func (w *blocks) isSetApart(n *node) bool {
	return w.isBold(n) || n.has("bgcolor")
}
