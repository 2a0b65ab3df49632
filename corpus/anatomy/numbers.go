package anatomy

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// number is a number in a text in normal form, at bytes [start,end).
type number struct {
	value    float64
	lead     float64 // what stands before the last unit of four digits: 3.3 of 3.3万
	unit     float64 // that unit: 10,000 for 万, 1 where there is none
	start    int
	end      int
	approx   bool // 数万, 十数回: says no value
	allKanji bool // written without a digit: 十分 may be no number at all
}

// parseNumber reads the number at the start of s: digits with commas and a
// decimal point, kanji numerals, and both mixed (3万5千, 一億2000万). Its length is
// 0 where there is none.
func parseNumber(s string) (n number, length int) {
	var total, section, current float64
	hasCurrent, hasDigit, found := false, false, false
	n.unit = 1
	pos := 0
	for pos < len(s) {
		r, size := utf8.DecodeRuneInString(s[pos:])
		switch {
		case r >= '0' && r <= '9':
			if hasCurrent {
				return finishNumber(n, total, section, current, hasDigit), pos
			}
			v, l := parseDigits(s[pos:])
			current, hasCurrent, hasDigit, found = v, true, true, true
			size = l
		case text.KanjiDigit(r) >= 0:
			if hasCurrent && hasDigit {
				return finishNumber(n, total, section, current, hasDigit), pos
			}
			current = current*10 + float64(text.KanjiDigit(r))
			hasCurrent, found = true, true
		case smallUnit(r) > 0:
			if !hasCurrent {
				current = 1
			}
			section += current * smallUnit(r)
			if n.unit < smallUnit(r) && total == 0 {
				n.lead, n.unit = current, smallUnit(r)
			}
			current, hasCurrent, found = 0, false, true
		case bigUnit(r) > 0:
			if !found || section+current == 0 {
				return finishNumber(n, total, section, current, hasDigit), pos
			}
			n.lead, n.unit = section+current, bigUnit(r)
			total += (section + current) * bigUnit(r)
			section, current, hasCurrent = 0, 0, false
		case r == '数' && (found || hasUnitAfter(s[pos+size:])):
			n.approx = true
			found = true
		default:
			if !found {
				return number{}, 0
			}
			return finishNumber(n, total, section, current, hasDigit), pos
		}
		pos += size
	}
	if !found {
		return number{}, 0
	}
	return finishNumber(n, total, section, current, hasDigit), pos
}

func finishNumber(n number, total, section, current float64, hasDigit bool) number {
	n.value = total + section + current
	if n.unit == 1 {
		n.lead = n.value
	}
	n.allKanji = !hasDigit
	return n
}

// hasUnitAfter reports whether 数 is followed by a unit or counter: 数万, 数日.
func hasUnitAfter(s string) bool {
	r := firstRune(s)
	return smallUnit(r) > 0 || bigUnit(r) > 0 || strings.ContainsRune("日週回分時か年ヶカヵケ本円", r)
}

// parseDigits reads 1,234,567.8 at the start of s.
func parseDigits(s string) (value float64, length int) {
	pos := 0
	for pos < len(s) {
		c := s[pos]
		switch {
		case isDigitByte(c):
			value = value*10 + float64(c-'0')
		case c == ',' && threeDigits(s[pos+1:]):
		default:
			if c == '.' && pos+1 < len(s) && isDigitByte(s[pos+1]) {
				frac, l := fraction(s[pos+1:])
				return value + frac, pos + 1 + l
			}
			return value, pos
		}
		pos++
	}
	return value, pos
}

func fraction(s string) (value float64, length int) {
	scale := 0.1
	for length < len(s) && isDigitByte(s[length]) {
		value += float64(s[length]-'0') * scale
		scale /= 10
		length++
	}
	return value, length
}

// threeDigits reports whether exactly three digits stand at the start of s.
func threeDigits(s string) bool {
	if len(s) < 3 {
		return false
	}
	for i := range 3 {
		if !isDigitByte(s[i]) {
			return false
		}
	}
	return len(s) == 3 || !isDigitByte(s[3])
}

// smallUnit is the value of 十, 百 and 千, which add up inside a group of four digits.
func smallUnit(r rune) float64 {
	if u := text.KanjiUnit(r); u < 1e4 {
		return float64(u)
	}
	return 0
}

// bigUnit is the value of 万, 億 and 兆, which end such a group.
func bigUnit(r rune) float64 {
	if u := text.KanjiUnit(r); u >= 1e4 {
		return float64(u)
	}
	return 0
}

// rangeMark is the length of what joins the ends of a range at the start of s:
// 〜, ~, -, から; 0 where there is none.
func rangeMark(s string) int {
	t := strings.TrimLeft(s, " ")
	skipped := len(s) - len(t)
	for _, m := range []string{"から", "~", "〜", "～", "-", "–", "—", "−", "ー", "至"} {
		if strings.HasPrefix(t, m) {
			rest := t[len(m):]
			return skipped + len(m) + len(rest) - len(strings.TrimLeft(rest, " "))
		}
	}
	return 0
}

// numbersIn finds every number of a text in normal form, in order.
func numbersIn(s string) []number {
	var out []number
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isDigitByte(s[i]) && text.KanjiDigit(r) < 0 && smallUnit(r) == 0 && r != '数' {
			i += size
			continue
		}
		n, l := parseNumber(s[i:])
		if l == 0 {
			i += size
			continue
		}
		n.start, n.end = i, i+l
		out = append(out, n)
		i += l
	}
	return out
}
