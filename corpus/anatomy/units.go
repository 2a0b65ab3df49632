package anatomy

import (
	"strings"

	"shirube/internal/text"
)

// unit is a sentence, list item or table row of a section: what a rule reads, and
// what it quotes as evidence.
type unit struct {
	text string // trimmed, without its list mark
	form unitForm
	lead string   // of a list item: the sentence that introduces the list
	head []string // of a table row: the cells of the first row
	pair string   // of a key over its value in a flattened table: 「施術時間:30分」, in normal form
}

type unitForm int

const (
	sentence unitForm = iota
	item
	row
	fragment // a short line that is no sentence: a cell of a flattened table
)

// folded is what a rule reads, in normal form.
func (u unit) folded() string {
	if u.pair != "" {
		return u.pair
	}
	return fold(u.text)
}

// pairKeys are the heads of facts that flattened tables have on a line above the
// value.
var pairKeys = setOf("ダウンタイム", "施術時間", "治療時間", "手術時間", "所要時間", "検査時間", "施術間隔", "治療間隔", "施術回数", "治療回数", "回数", "通院回数", "料金", "費用", "価格", "施術料金", "治療費", "治療費用")

// unitsOf returns the sentences of a section, cut once.
func (s *section) unitsOf() []unit {
	if !s.split {
		s.units, s.split = cutUnits(s.Text), true
	}
	return s.units
}

// unitCutter cuts a text into units.
type unitCutter struct {
	body string
	out  []unit
	lead string   // the last sentence
	head []string // the first row of the open table
}

// cutUnits cuts a text into sentences, list items and table rows.
func cutUnits(body string) []unit {
	c := &unitCutter{body: body}
	for at := 0; at < len(body); {
		end := lineEnd(body, at)
		t := strings.TrimSpace(body[at:end])
		next := end + 1
		switch {
		case t == "":
		case isTableRow(t):
			c.row(t)
		default:
			c.head = nil
			if n := c.pair(t, at, next); n > 0 {
				next = n
			} else {
				c.line(t[answerLen(t):])
			}
		}
		at = next
	}
	return c.out
}

// lineEnd is where the line that begins at a byte ends.
func lineEnd(s string, at int) int {
	if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(s)
}

func (c *unitCutter) row(t string) {
	if c.head == nil {
		c.head = cells(t)
	}
	c.out = append(c.out, unit{text: t, form: row, head: c.head})
}

// pair reads a key with the value below it, and returns where the text goes on
// after both; 0 where the line is no such key.
func (c *unitCutter) pair(key string, at, next int) int {
	if len(key) > maxTocHead || !pairKeys[fold(key)] {
		return 0
	}
	for next < len(c.body) {
		end := lineEnd(c.body, next)
		value := strings.TrimSpace(c.body[next:end])
		if value == "" {
			next = end + 1
			continue
		}
		if runes(value) > maxHeading || pairKeys[fold(value)] || isTableRow(value) {
			return 0
		}
		u := unit{text: strings.TrimSpace(c.body[at:end]), pair: fold(key + ":" + value)}
		if !endsSentence(value) {
			u.form = fragment
		}
		c.out = append(c.out, u)
		return end + 1
	}
	return 0
}

// line cuts a line that is no table row.
func (c *unitCutter) line(t string) {
	if n := listMark(t); n > 0 {
		for _, sp := range text.Sentences(t[n:]) {
			c.out = append(c.out, unit{text: strings.TrimSpace(t[n:][sp.Start:sp.End]), form: item, lead: c.lead})
		}
		return
	}
	for _, sp := range text.Sentences(t) {
		u := unit{text: strings.TrimSpace(t[sp.Start:sp.End])}
		if !endsSentence(u.text) && !isQuestion(u.text) && runes(u.text) <= maxHeading && !hasVerbEnd(u.text) {
			u.form = fragment
		} else {
			c.lead = u.text
		}
		c.out = append(c.out, u)
	}
}

// hasVerbEnd reports whether a line without 。 still ends as a polite sentence.
func hasVerbEnd(t string) bool {
	t = strings.TrimRight(t, "!！」』）) 　")
	for _, end := range []string{"です", "ます", "ません", "ました", "でした", "ください", "下さい", "でしょう", "ましょう"} {
		if strings.HasSuffix(t, end) {
			return true
		}
	}
	return false
}
