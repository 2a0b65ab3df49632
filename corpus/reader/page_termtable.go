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
	rows := termRows(n)
	if !w.tellsByRows(rows) {
		return false
	}
	before := w.at
	for _, r := range rows {
		lines, links := w.headingText(r[0])
		if len(lines) > 0 {
			w.emit(&block{lines: lines, node: r[0], level: styledLevel, links: links})
		}
		for _, c := range r[1:] {
			w.at = c
			w.children(c)
			w.flush()
		}
	}
	w.at = before
	return true
}

// termRows are the first cells of a table, each with the cells beside it: one, or as many
// as it spans rows. It is nil where a table is built otherwise.
func termRows(n *node) [][]*node {
	all, plain := cellRows(n)
	var rows [][]*node
	left := 0 // how many rows the last first cell goes on for
	for _, cells := range all {
		for _, c := range cells {
			plain = plain && span(c, "colspan") == 1
		}
		switch {
		case left > 0 && len(cells) == 1 && span(cells[0], "rowspan") == 1:
			left--
			rows[len(rows)-1] = append(rows[len(rows)-1], cells[0])
		case left == 0 && len(cells) == 2 && span(cells[1], "rowspan") == 1:
			left = span(cells[0], "rowspan") - 1
			rows = append(rows, cells)
		default:
			plain = false
		}
	}
	if !plain {
		return nil
	}
	return rows
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
		tells := false
		for _, c := range r[1:] {
			tells = tells || c.size.prose > 0 || isPart(c)
			prose += c.size.prose
		}
		if tells {
			telling++
		}
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
