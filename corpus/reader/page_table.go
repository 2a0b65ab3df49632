package reader

import (
	"strconv"
	"strings"

	"shirube/corpus/anatomy"
)

// cell is a cell of a table, as often as it spans rows and columns.
type cell struct {
	lines []anatomy.Line
	head  bool
}

// maxSpan is how many rows or columns a cell can span here.
const maxSpan = 60

// maxCells is how many cells a table can have, spans repeated.
const maxCells = 50_000

// table reads a table row by row. One that only arranges parts of the page is read
// as those parts.
func (w *blocks) table(n *node) {
	w.flush()
	if w.questionTable(n) || w.termTable(n) {
		return
	}
	if isLayout(n) {
		before := w.at
		w.at = n
		w.cellsAsParts(n)
		w.flush()
		w.at = before
		return
	}
	for c := n.first; c != nil; c = c.next {
		if c.tag == "caption" && c.drop == "" {
			w.children(c)
			w.flush()
		}
	}
	rows, links := w.rows(n)
	for i, row := range rows {
		line := tableLine(row)
		if line.Text == "" {
			continue
		}
		w.emit(&block{lines: []anatomy.Line{line}, node: n, tight: i > 0, links: links})
		links = nil
	}
}

// cellsAsParts reads the cells of a layout table one after the other.
func (w *blocks) cellsAsParts(n *node) {
	for c := n.first; c != nil; c = c.next {
		switch c.tag {
		case "tbody", "thead", "tfoot", "tr":
			if c.drop == "" {
				w.cellsAsParts(c)
				continue
			}
			w.walk(c)
		case "td", "th", "caption":
			if c.drop == "" {
				w.flush()
				w.children(c)
				w.flush()
				continue
			}
			w.walk(c)
		default:
			w.walk(c)
		}
	}
}

// isLayout reports whether a table only arranges: it holds headings, other tables
// or long texts, or it has one cell a row.
func isLayout(n *node) bool {
	if r := n.attr("role"); r == "presentation" || r == "none" {
		return true
	}
	layout, cells, rows, heads := false, 0, 0, 0
	each(n, func(c *node) bool {
		switch c.tag {
		case "table", "h1", "h2", "h3", "h4":
			layout = true
		case "tr":
			rows++
		case "td":
			cells++
		case "th":
			cells++
			heads++
		}
		return !layout
	})
	return layout || cells <= rows || rows == 1 && heads == 0 && n.size.prose > 200
}

// rows are the rows of a table with every cell repeated where it spans several.
func (w *blocks) rows(n *node) (rows [][]cell, links []anatomy.Link) {
	type carried struct {
		cell
		left int
	}
	carry := map[int]*carried{}
	total := 0
	for _, tr := range find(n, func(c *node) bool { return c.tag == "tr" }) {
		var row []cell
		put := func(c cell) { row = append(row, c); total++ }
		fill := func() {
			for {
				held := carry[len(row)]
				if held == nil {
					return
				}
				if held.left--; held.left == 0 {
					delete(carry, len(row))
				}
				put(held.cell)
			}
		}
		for c := tr.first; c != nil; c = c.next {
			if c.tag != "td" && c.tag != "th" || c.drop != "" {
				if c.drop != "" {
					w.listNode(c)
				}
				continue
			}
			fill()
			if total > maxCells {
				return rows, links
			}
			lines, ls := w.cellText(c)
			links = append(links, ls...)
			one := cell{lines, c.tag == "th"}
			down := span(c, "rowspan")
			for range span(c, "colspan") {
				if down > 1 {
					carry[len(row)] = &carried{one, down - 1}
				}
				put(one)
			}
		}
		fill()
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows, links
}

func span(n *node, attr string) int {
	v, err := strconv.Atoi(strings.TrimSpace(n.attr(attr)))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, maxSpan)
}

// cellText is the text of a cell.
func (w *blocks) cellText(n *node) ([]anatomy.Line, []anatomy.Link) {
	inner := blocks{page: w.page, at: n, inCell: true}
	inner.children(n)
	inner.flush()
	var lines []anatomy.Line
	var links []anatomy.Link
	for _, b := range inner.out {
		lines = append(lines, b.lines...)
		links = append(links, b.links...)
	}
	for i := range lines {
		lines[i].Text = strings.ReplaceAll(lines[i].Text, "|", "｜")
	}
	return lines, links
}

// tableLine is a row as a line. A cell that spans columns is said once a row.
func tableLine(row []cell) anatomy.Line {
	out := anatomy.Line{}
	var b strings.Builder
	filled := false
	for _, c := range row {
		if len(c.lines) > 0 && out.No == 0 {
			out.No = c.lines[0].No
		}
		var texts []string
		for _, l := range c.lines {
			texts = append(texts, strings.TrimSpace(l.Text))
		}
		text := strings.Join(texts, " ")
		filled = filled || text != ""
		b.WriteString("| ")
		b.WriteString(text)
		b.WriteString(" ")
	}
	if filled {
		out.Text = b.String() + "|"
	}
	return out
}

// cellRows are the cells of a table row by row. It is plain where no other table and no
// caption is in it, and each cell is kept and says something.
func cellRows(n *node) (rows [][]*node, plain bool) {
	plain = true
	each(n, func(c *node) bool {
		switch c.tag {
		case "table", "caption":
			plain = false
		case "tr":
			var cells []*node
			for d := c.first; d != nil; d = d.next {
				if d.tag == "td" || d.tag == "th" {
					cells = append(cells, d)
					plain = plain && d.drop == "" && d.size.text > 0
				}
			}
			rows = append(rows, cells)
		}
		return plain
	})
	return rows, plain
}
