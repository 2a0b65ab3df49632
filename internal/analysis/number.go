package analysis

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// number emits the number that begins at from, in the first node of a path
// through text[base:]. Its term is its value in plain digits, so that 1万円, 10,000円 and 一万円 meet: digits with
// their thousands' commas and decimal point, and the kanji that Kagome takes for
// numerals. What makes no number together is emitted part by part.
func (w *walker) number(path []node, base, from int) {
	end := from
	var parts []int // their ends
	for _, n := range path {
		at := max(base+n.start, from)
		if at < end {
			continue
		}
		switch {
		case at > end:
		case isDigit(w.text[at]):
			end = w.digitsEnd(at)
		case n.known && w.dict.roles[n.id] == numeral:
			end = base + n.end
		}
		if at >= end {
			break
		}
		parts = append(parts, end)
	}
	if value, ok := parseNumber(w.text[from:end]); ok {
		w.put(piece{start: from, end: end, term: clip(value), class: number})
		return
	}
	for _, end := range parts {
		value, _ := parseNumber(w.text[from:end])
		w.put(piece{start: from, end: end, term: clip(value), class: number})
		from = end
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digitsEnd returns the end of the number in digits that begins at from:
// 1,000,000 and 3.5 are one, 2,3 and 2024.5.1 are several.
func (w *walker) digitsEnd(from int) int {
	s := w.text
	end := digits(s, from)
	if end-from <= 3 && s[from] != '0' {
		for end < len(s) && s[end] == ',' && digits(s, end+1) == end+4 {
			end += 4
		}
	}
	if chained := from >= 2 && s[from-1] == '.' && isDigit(s[from-2]); chained || end >= len(s) || s[end] != '.' {
		return end
	}
	frac := digits(s, end+1)
	if frac == end+1 || frac+1 < len(s) && s[frac] == '.' && isDigit(s[frac+1]) {
		return end
	}
	return frac
}

// digits returns the end of the digits that begin at from.
func digits(s string, from int) int {
	for from < len(s) && isDigit(s[from]) {
		from++
	}
	return from
}

// numeralValue is the value of one kanji numeral in digits, or "".
func numeralValue(s string) string {
	if r, n := utf8.DecodeRuneInString(s); n != len(s) || text.KanjiDigit(r) < 0 && text.KanjiUnit(r) == 0 {
		return ""
	}
	value, _ := parseNumber(s)
	return value
}

// parseNumber returns the value of digits, kanji digits and units in plain
// decimal digits: 1,000 is 1000, 1.5万 is 15000, 二〇二四 is 2024, 二千五百 is
// 2500. Not ok when they make no number together.
func parseNumber(s string) (value string, ok bool) {
	if digits(s, 0) > 0 && strings.Trim(s, "0123456789,.") == "" {
		return plainDigits(s), true
	}
	var n numberParser
	for i := 0; i < len(s); {
		if isDigit(s[i]) {
			end := i + len(s[i:]) - len(strings.TrimLeft(s[i:], "0123456789,."))
			if !n.digits(s[i:end]) {
				return "", false
			}
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !n.kanji(r) {
			return "", false
		}
		i += size
	}
	return n.value()
}

// plainDigits drops commas, leading zeros and zeros after the last decimal.
func plainDigits(s string) string {
	s = strings.ReplaceAll(s, ",", "")
	whole, frac, _ := strings.Cut(s, ".")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if frac = strings.TrimRight(frac, "0"); frac != "" {
		return whole + "." + frac
	}
	return whole
}

// numberParser adds up a number that is written with units.
type numberParser struct {
	total   int64 // of what 万, 億, 兆 have closed
	section int64 // of what 十, 百, 千 have closed since
	num     int64 // digits since, times scale
	scale   int64 // 10 for every decimal of num; 0: no digits since
	big     int64 // last of 万, 億, 兆
	small   int64 // last of 十, 百, 千 since
	kana    bool  // num is of kanji digits, which go on one by one
}

func (n *numberParser) digits(s string) bool {
	whole, frac, _ := strings.Cut(plainDigits(s), ".")
	v, err := strconv.ParseInt(whole+frac, 10, 64)
	if n.scale != 0 || err != nil || len(whole) > 12 || len(frac) > 6 {
		return false
	}
	n.num, n.scale, n.kana = v, 1, false
	for range frac {
		n.scale *= 10
	}
	return true
}

func (n *numberParser) kanji(r rune) bool {
	if d := text.KanjiDigit(r); d >= 0 {
		if n.scale != 0 && !n.kana || n.num > 1e11 {
			return false
		}
		n.num, n.scale, n.kana = n.num*10+int64(d), 1, true
		return true
	}
	u := text.KanjiUnit(r)
	if n.scale == 0 && (u < 1e4 || n.section == 0) {
		n.num, n.scale = 1, 1 // 百, 万 without a digit before
	}
	if u < 1e4 {
		if n.small != 0 && u >= n.small || n.num*u%n.scale != 0 || n.num/n.scale >= 10 {
			return false
		}
		n.section += n.num * u / n.scale
		n.small = u
	} else {
		sum := n.num + n.section*max(n.scale, 1)
		if n.big != 0 && u >= n.big || sum > 1e18/u || sum*u%max(n.scale, 1) != 0 {
			return false
		}
		n.total += sum * u / max(n.scale, 1)
		n.section, n.small, n.big = 0, 0, u
	}
	n.num, n.scale, n.kana = 0, 0, false
	return true
}

func (n *numberParser) value() (string, bool) {
	if n.scale > 1 { // 3万1.5
		return "", false
	}
	return strconv.FormatInt(n.total+n.section+n.num, 10), true
}
