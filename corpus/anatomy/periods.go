package anatomy

import (
	"math"
	"strings"
	"unicode/utf8"
)

// period is a length of time in days, or a range of them, at bytes [start,end) of
// a text in normal form. A nil bound is not said (数日).
type period struct {
	min, max   *float64
	start, end int
}

// timeUnits maps units of time to days. Longer words first.
var timeUnits = []struct {
	word string
	days float64
}{
	{"週間", 7}, {"日間", 1}, {"か月間", 30}, {"ヶ月間", 30}, {"カ月間", 30}, {"ヵ月間", 30}, {"ケ月間", 30}, {"ヵ月", 30}, {"か月", 30}, {"ヶ月", 30}, {"カ月", 30}, {"ケ月", 30},
	{"箇月", 30}, {"年間", 365}, {"時間", 1.0 / 24}, {"分間", 1.0 / 1440}, {"週", 7}, {"日", 1}, {"年", 365}, {"分", 1.0 / 1440},
}

// unitOfTime returns the unit of time at the start of s and its length.
func unitOfTime(s string) (days float64, length int) {
	for _, u := range timeUnits {
		if strings.HasPrefix(s, u.word) {
			return u.days, len(u.word)
		}
	}
	return 0, 0
}

// periods finds the lengths of time in a text in normal form: 「3日」「1〜2週間」
// 「3日から1週間」「2、3日」「当日〜3日」「半日」「数日」「1週間以内」.
func periods(s string) []period {
	var out []period
	numbers := timeNumbers(s)
	for i := 0; i < len(numbers); i++ {
		lo := numbers[i]
		p := period{start: lo.start, end: lo.end}
		switch {
		case i+1 < len(numbers) && !numbers[i+1].noUnit() && joined(s, lo, numbers[i+1]):
			hi := numbers[i+1]
			if lo.noUnit() {
				lo.days, lo.hasUnit = hi.days, true
			}
			p.min, p.max, p.end = lo.value(), hi.value(), hi.end
			if lo.approx && !hi.approx && strings.HasPrefix(s[lo.start:], "数時間") {
				none := 0.0
				p.min = &none // less than a day
			}
			i++
			if p.min != nil && p.max != nil && *p.min > *p.max {
				continue
			}
		case lo.noUnit(), strings.HasPrefix(s[lo.start:], "直後"): // a moment, no length
			continue
		default:
			p.min, p.max = lo.value(), lo.value()
		}
		out = append(out, p.bounded(s))
	}
	return out
}

// timeNumber is a number with its unit of time; without one the unit is that of
// the number after it (1〜2週間).
type timeNumber struct {
	count      float64
	days       float64 // the unit
	hasUnit    bool
	approx     bool
	start, end int
}

func (t timeNumber) noUnit() bool { return !t.hasUnit }

func (t timeNumber) value() *float64 {
	if t.approx {
		return nil
	}
	v := t.count * t.days
	return &v
}

// namedTimes are words for a length of time counted from the treatment.
var namedTimes = []struct {
	word string
	days float64
}{
	{"当日中", 0}, {"当日", 0}, {"直後", 0}, {"翌々日", 2}, {"翌日", 1}, {"半日", 0.5}, {"半月", 15}, {"半年", 182}, {"1日中", 1}, {"数時間", math.NaN()},
	{"数日間", math.NaN()}, {"数日", math.NaN()}, {"数週間", math.NaN()}, {"数か月", math.NaN()}, {"数ヶ月", math.NaN()}, {"数カ月", math.NaN()}, {"数年", math.NaN()},
}

// timeNumbers finds numbers with a unit of time, numbers that begin a range of
// such, and words for a time.
func timeNumbers(s string) []timeNumber {
	var out []timeNumber
	numbers := numbersIn(s)
	for i := 0; i < len(s); {
		if w, days := namedAt(s[i:]); w > 0 {
			t := timeNumber{count: 1, days: days, hasUnit: true, start: i, end: i + w}
			if math.IsNaN(days) {
				t.days, t.approx = 1, true
			}
			out = append(out, t)
			i += w
			continue
		}
		for len(numbers) > 0 && numbers[0].start < i {
			numbers = numbers[1:]
		}
		if len(numbers) == 0 || numbers[0].start > i {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
			continue
		}
		n := numbers[0]
		days, l := unitOfTime(s[n.end:])
		t := timeNumber{count: n.value, days: days, hasUnit: l > 0, approx: n.approx, start: n.start, end: n.end + l}
		i = n.end
		if days == 0 || isLength(s, n, l) {
			out = append(out, t)
			i = t.end
		}
	}
	return out
}

func namedAt(s string) (length int, days float64) {
	switch firstRune(s) {
	case '当', '直', '翌', '半', '数', '1':
	default:
		return 0, 0
	}
	for _, n := range namedTimes {
		if strings.HasPrefix(s, n.word) {
			return len(n.word), n.days
		}
	}
	return 0, 0
}

// isLength reports whether a number with its unit is a length of time: not a date
// (5月3日), an ordinal (3日目), a frequency (2日に1回, 1日2回), a share (十分な).
func isLength(s string, n number, unit int) bool {
	after := s[n.end+unit:]
	word := s[n.end : n.end+unit]
	before := s[:n.start]
	switch {
	case n.allKanji && (word == "分" || word == "年" || word == "日"):
		return word == "日" && n.value >= 2 && n.value < 30 // 十分, 一年中; 三日
	case hasAnyPrefix(after, "目", "に1", "に2", "に一", "おき", "ごと", "毎", "生", "歳", "程度の間隔", "あたり", "分の"):
		return false
	case word == "日" && (hasAnySuffix(before, "月", "/") || startsWithCount(after)):
		return false
	case word == "年" && n.value > 100, word == "分" && hasAnyPrefix(after, "の1", "の一", "割"):
		return false
	case word == "日" && hasAnySuffix(before, "1日1"):
		return false
	}
	return true
}

// startsWithCount reports whether a count follows: 「1日2回」.
func startsWithCount(s string) bool {
	n, l := parseNumber(s)
	return l > 0 && !n.approx && hasAnyPrefix(s[l:], "回", "錠", "本", "mg", "ml", "〜", "~")
}

// joined reports whether two times are the ends of a range.
func joined(s string, a, b timeNumber) bool {
	between := s[a.end:b.start]
	for _, w := range []string{"程度", "前後", "ほど", "くらい", "ぐらい", "間", "中", "約"} {
		between = strings.ReplaceAll(between, w, "")
	}
	between = strings.TrimSpace(between)
	if between == "" {
		return false
	}
	if n := rangeMark(between); n == len(between) {
		return true
	}
	// 「2、3日」 and 「2,3日」 are 2 to 3 days.
	return a.noUnit() && (between == "、" || between == "," || between == "・") && b.count == a.count+1
}

// bounded reads the words after a length that open or close it.
func (p period) bounded(s string) period {
	after := s[p.end:]
	before := strings.TrimRight(s[:p.start], "約 は、")
	switch {
	case hasAnyPrefix(after, "以上", "超", "〜", "~") && !strings.HasPrefix(strings.TrimLeft(after, "〜~"), "数"):
		p.max = nil
	case hasAnyPrefix(after, "〜数", "~数"):
		p.max = nil
	case hasAnyPrefix(after, "以内", "未満", "まで", "以下"), hasAnySuffix(before, "最大", "最長", "長くて", "長くても", "遅くとも"):
		if p.min != nil && p.max != nil && *p.min == *p.max {
			p.min = nil
		}
	case hasAnySuffix(before, "最低", "最短", "少なくとも"):
		p.max = nil
	}
	return p
}

// days rounds a bound to whole days: up, so that half a day is not none.
func days(v *float64) *int {
	if v == nil {
		return nil
	}
	n := int(math.Ceil(*v - 1e-9))
	return &n
}

// minutes rounds a bound to whole minutes.
func minutes(v *float64) *int {
	if v == nil {
		return nil
	}
	n := int(math.Round(*v * 1440))
	return &n
}

// firstPeriod returns the first of the periods that begins at or after from.
func firstPeriod(ps []period, from int) (period, bool) {
	for _, p := range ps {
		if p.start >= from {
			return p, true
		}
	}
	return period{}, false
}

// within reports whether the bounds that are said lie between two numbers of
// days, and at least one is said.
func (p period) within(least, most float64) bool {
	in := func(v *float64) bool { return v == nil || *v >= least-1e-9 && *v <= most+1e-9 }
	return in(p.min) && in(p.max) && (p.min != nil || p.max != nil)
}

// unsaid reports whether a period says no number at all: 数日.
func (p period) unsaid() bool { return p.min == nil && p.max == nil }
