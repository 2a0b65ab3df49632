package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/text"
)

// unit is a sentence, list item or table row of a section: what a rule reads, and
// what it quotes as evidence.
type unit struct {
	text string // trimmed, without its list mark
	form unitForm
	lead string   // of a list item: the sentence that introduces the list
	head []string // of a table row: the cells of the row that heads its columns; nil where none does
	over string   // of a table row: the line or the row of one cell above it, which says what it is about
	pair string   // of a key over its value in a flattened table: 「施術時間:30分」, in normal form
	sum  string   // of a number and its 円 in lines of their own: 「99,000 円/1歯」, in normal form
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
	switch {
	case u.pair != "":
		return u.pair
	case u.sum != "":
		return u.sum
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
	head []string // the row that heads the columns of the open table
	over string   // what the rows of the open table are about
	open bool     // the line before was a table row
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
			c.open = false
			if n := c.pair(t, at, next); n > 0 {
				next = n
			} else if n := c.sum(t, at, next); n > 0 {
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
	cut := cells(t)
	first := !c.open
	if first {
		c.open, c.head, c.over = true, nil, ""
		if n := len(c.out); n > 0 && c.out[n-1].form == fragment {
			c.over = c.out[n-1].text
		}
	}
	if !corpus.HasAmount(t) {
		if name := loneCell(cut); name != "" {
			c.over = name
		} else if headsColumns(cut, first) {
			c.head = cut
			if !first && !plainHead.MatchString(cut[0]) {
				c.over = cut[0]
			}
		}
	}
	c.out = append(c.out, unit{text: t, form: row, head: c.head, over: c.over})
}

// loneCell is the only cell of a row that says something: the rows below are
// about it. It is empty where several do.
func loneCell(row []string) string {
	lone := ""
	for _, c := range row {
		switch {
		case c == "":
		case lone != "":
			return ""
		default:
			lone = c
		}
	}
	if runes(lone) > maxHeading || endsSentence(lone) {
		return ""
	}
	return lone
}

var (
	// priceHead is a cell that says which price stands below it.
	priceHead = regexp.MustCompile(`料金|価格|費用|金額|値段|代金|税込|税抜|コース|通常|定価|会員|モニター|キャンペーン|初回|トライアル|自費|保険|負担|会員|都度|ダウンタイム`)
	// lowerHead is such a cell of a row further down.
	lowerHead = regexp.MustCompile(`料金|価格|費用|金額|値段|代金|税込|税抜|通常|定価|モニター|キャンペーン`)
	timesHead = regexp.MustCompile(`^[0-9０-９]+(?:回|本|か月|ヶ月|カ月)`)
	// plainHead heads a first column without saying what the rows are about.
	plainHead = regexp.MustCompile(`^$|部位|メニュー|施術|治療|内容|項目|種類|種別|名称|品名|プラン|回数|コース|料金|範囲|本数|区分|サイズ`)
)

// headsColumns reports whether a row without prices heads the columns below it:
// the first row of a table of three columns always does, another by its words.
func headsColumns(row []string, first bool) bool {
	if len(row) < 2 || first && len(row) > 2 {
		return len(row) > 2
	}
	if strings.Contains(row[0], "回数") {
		return priceHead.MatchString(row[1])
	}
	words := priceHead
	if !first {
		if words = lowerHead; keyed.MatchString(fold(row[0])) {
			return false
		}
	}
	for _, c := range row[1:] {
		times := timesHead.MatchString(c) && (first || len(row) > 2)
		if c != "" && !times && !(runes(c) <= 16 && !endsSentence(c) && words.MatchString(c)) {
			return false
		}
	}
	return true
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

var (
	// loneNumber is a line that is nothing but a number, as prices set in large type
	// have it, sumUnit the line below that makes it a sum of money.
	loneNumber = regexp.MustCompile(`^約?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{3,7}|[0-9]+(?:\.[0-9]+)?万)$`)
	sumUnit    = regexp.MustCompile(`^円(?:$|[^\p{Han}]|税|前後|以上|以下|程度)`)
	loneYen    = regexp.MustCompile(`^[¥\\]$`)
	sumNumber  = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+(?:$|[^0-9,])`)
)

// sum reads a number with the 円 in the line below it, or a ¥ with the number, and
// returns where the text goes on after both; 0 where the line is neither.
func (c *unitCutter) sum(t string, at, next int) int {
	if len(t) > maxTocHead {
		return 0
	}
	first, below := fold(t), sumUnit
	switch {
	case loneNumber.MatchString(first):
	case loneYen.MatchString(first):
		below = sumNumber
	default:
		return 0
	}
	for next < len(c.body) {
		end := lineEnd(c.body, next)
		rest := strings.TrimSpace(c.body[next:end])
		if rest == "" {
			next = end + 1
			continue
		}
		if runes(rest) > maxHeading || endsSentence(rest) || !below.MatchString(fold(rest)) {
			return 0
		}
		c.out = append(c.out, unit{text: strings.TrimSpace(c.body[at:end]), form: fragment, sum: fold(t + " " + rest)})
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
