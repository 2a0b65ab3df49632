package present

import (
	"regexp"
	"strings"
)

// Block is a paragraph, a list or a table of an article's text. Every character
// of the text is in it, list markers included.
type Block struct {
	Anchors []string   // passages that begin in a table, named before it
	Lines   []Line     // paragraph
	Items   []Item     // list
	Head    []string   // table
	Rows    [][]string // table
}

// Line is a line of text, in runs between the beginnings of passages.
type Line []Run

// Run is text after the beginning of a passage, or after nothing.
type Run struct{ Anchor, Text string }

// Item is an entry of a list with its marker.
type Item struct {
	Marker string
	Line   Line
}

// Place is the beginning of a passage in a text.
type Place struct {
	Offset int // in bytes
	Anchor string
}

// bullets tells a list's entry: its marker (a sign, 1. or ①) and the rest of the line.
var bullets = regexp.MustCompile(`^[\s　]*([・•■□◆◇●○◎✓✔☑※▶►–-][\s　]*|\*[\s　]+|\d{1,2}[.．)）][\s　]*|[\x{2460}-\x{2473}][\s　]*)(.*)$`)

// Blocks cuts a text at its line breaks; places are in order.
func Blocks(text string, places []Place) []Block {
	var out []Block
	offset := 0
	fresh := true // a blank line, or the beginning, stands before
	for raw := range strings.SplitSeq(text, "\n") {
		start, end := offset, offset+len(raw)
		offset = end + 1
		var here []Place
		for len(places) > 0 && places[0].Offset <= end {
			here = append(here, Place{max(places[0].Offset-start, 0), places[0].Anchor})
			places = places[1:]
		}
		trimmed := strings.TrimSpace(raw)
		switch {
		case trimmed == "":
			fresh = true
			places = append(moved(here, offset), places...)
			continue
		case isRow(trimmed):
			out = addRow(out, trimmed, here, fresh)
		default:
			out = addLine(out, raw, here, fresh)
		}
		fresh = false
	}
	return out
}

// moved lets passages that begin in a blank line begin in the next one.
func moved(places []Place, offset int) []Place {
	out := make([]Place, len(places))
	for i, p := range places {
		out[i] = Place{offset, p.Anchor}
	}
	return out
}

func addLine(out []Block, raw string, here []Place, fresh bool) []Block {
	if m := bullets.FindStringSubmatchIndex(raw); len(m) == 6 && m[4] < len(raw) && !number(raw, m) {
		rest := make([]Place, len(here))
		for i, p := range here {
			rest[i] = Place{max(p.Offset-m[4], 0), p.Anchor}
		}
		it := Item{Marker: strings.TrimSpace(raw[m[2]:m[3]]), Line: runs(raw[m[4]:m[5]], rest)}
		if n := len(out); n > 0 && out[n-1].Items != nil && !fresh {
			out[n-1].Items = append(out[n-1].Items, it)
			return out
		}
		return append(out, Block{Items: []Item{it}})
	}
	l := runs(raw, here)
	if n := len(out); n > 0 && out[n-1].Lines != nil && !fresh {
		out[n-1].Lines = append(out[n-1].Lines, l)
		return out
	}
	return append(out, Block{Lines: []Line{l}})
}

// number reports whether what looks like a marker is the start of a number or a
// minus: 1.5mL, -5歳.
func number(raw string, m []int) bool {
	marker := raw[m[2]:m[3]]
	rest := raw[m[4]:]
	last := marker[len(marker)-1]
	digits := rest != "" && rest[0] >= '0' && rest[0] <= '9'
	return digits && (last == '.' || last == '-')
}

// runs cuts a line where passages begin.
func runs(raw string, here []Place) Line {
	var l Line
	pos, anchor := 0, ""
	for _, p := range here {
		at := min(p.Offset, len(raw))
		if at > pos || anchor != "" {
			l = append(l, Run{anchor, raw[pos:at]})
		}
		pos, anchor = at, p.Anchor
	}
	return append(l, Run{anchor, raw[pos:]})
}

// isRow tells a row of a table in Markdown.
func isRow(s string) bool {
	return len(s) > 2 && strings.HasPrefix(s, "|") && strings.HasSuffix(s, "|")
}

func addRow(out []Block, row string, here []Place, fresh bool) []Block {
	cells := strings.Split(strings.Trim(row, "|"), "|")
	rule := true
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
		rule = rule && strings.Trim(cells[i], ":-") == "" && strings.Contains(cells[i], "-")
	}
	n := len(out)
	if n == 0 || out[n-1].Rows == nil || fresh {
		out = append(out, Block{Rows: [][]string{}})
		n++
	}
	t := &out[n-1]
	for _, p := range here {
		t.Anchors = append(t.Anchors, p.Anchor)
	}
	switch {
	case rule && len(t.Rows) == 1 && t.Head == nil:
		t.Head, t.Rows = t.Rows[0], [][]string{}
	case !rule:
		t.Rows = append(t.Rows, cells)
	}
	return out
}
