package anatomy

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// amount is a sum of money in yen, or a range of them, at bytes [start,end) of a
// text in normal form. A nil bound is open, or not said (数万円).
type amount struct {
	min, max   *int
	start, end int
	tax        taxNote
	single     bool // one sum without a bound word: 5万円, not 5万円〜
	lowered    bool // replaces the sum before it: 「48,000円→33,000円」
}

type taxNote int

const (
	taxUnsaid taxNote = iota
	taxIncluded
	taxExcluded
)

// amounts finds the sums of money in a text in normal form. Where a sum stands
// with and without tax, the one with tax is kept.
func amounts(s string) []amount {
	if !strings.Contains(s, "円") && !strings.Contains(s, "¥") && !strings.Contains(s, "\\") {
		return nil
	}
	tokens := yenTokens(s)
	tokens = keepTaxed(s, tokens)
	return taxedRanges(s, joinRanges(s, tokens))
}

// taxedRanges keeps of 「30万〜50万円（税込33万〜55万円）」 the range with tax.
func taxedRanges(s string, found []amount) []amount {
	for i := 0; i+1 < len(found); i++ {
		a, b := found[i], found[i+1]
		if a.single || b.single || a.min == nil || b.min == nil || a.max == nil || b.max == nil {
			continue
		}
		between := s[a.end:b.start]
		if !isTaxBetween(between) || !isTaxed(*a.min, *b.min) || !isTaxed(*a.max, *b.max) {
			continue
		}
		b.start, b.tax = a.start, taxIncluded
		found[i] = b
		found = slices.Delete(found, i+1, i+2)
	}
	return found
}

// yenToken is one sum as written.
type yenToken struct {
	number
	from int // where it begins, the sign before it included
	to   int // where it ends, 円 included
	yen  bool
	tax  taxNote
}

// yenTokens finds numbers with 円 or ¥, and those that begin a range of such.
func yenTokens(s string) []yenToken {
	var out []yenToken
	for _, n := range numbersIn(s) {
		if dottedThousands.MatchString(s[n.start:n.end]) && strings.HasPrefix(strings.TrimLeft(s[n.end:], " "), "円") {
			n.value, n.lead = math.Round(n.value*1000), math.Round(n.lead*1000)
		}
		t := yenToken{number: n, from: n.start, to: n.end}
		before := strings.TrimRight(s[:n.start], " ")
		for _, sign := range []string{"¥", "\\"} {
			if strings.HasSuffix(before, sign) {
				t.from, t.yen = len(before)-len(sign), true
			}
		}
		after := strings.TrimLeft(s[n.end:], " ")
		if strings.HasPrefix(after, "円") && !strings.HasPrefix(after, "円形") && !strings.HasPrefix(after, "円錐") {
			t.to, t.yen = len(s)-len(after)+len("円"), true
		}
		switch {
		case t.yen:
		case rangeMark(s[n.end:]) > 0:
		default:
			continue
		}
		t.tax = taxOf(s, t.from, t.to)
		out = append(out, t)
	}
	return dropBare(s, out)
}

// dottedThousands is a sum with a full stop in place of the comma: 「9.900円」.
var dottedThousands = regexp.MustCompile(`^[1-9][0-9]{0,2}\.[0-9]{3}$`)

// dropBare removes numbers without 円 that do not begin a range of money:
// 「1〜2回」 is none, 「20〜30万円」 is.
func dropBare(s string, tokens []yenToken) []yenToken {
	out := tokens[:0]
	for i, t := range tokens {
		if !t.yen {
			next := t.to + rangeMark(s[t.to:])
			if i+1 >= len(tokens) || tokens[i+1].from != next || !tokens[i+1].yen {
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// taxOf reads the note on tax right before or after a sum.
func taxOf(s string, from, to int) taxNote {
	after := strings.TrimLeft(s[to:], " (（")
	before := strings.TrimRight(s[:from], " :：¥(（約")
	if notedTax(before, after, withTaxWords) {
		return taxIncluded
	}
	if notedTax(before, after, withoutTaxWords) {
		return taxExcluded
	}
	if strings.HasPrefix(after, "+税") || strings.HasPrefix(after, "+消費税") {
		return taxExcluded
	}
	return taxUnsaid
}

// The words that say that tax is in a sum or not, the longest first.
var (
	withTaxWords    = strings.Fields(`税込み価格 税込価格 税込み 税込 消費税込み 消費税込`)
	withoutTaxWords = strings.Fields(`税抜き価格 税抜価格 税抜き 税抜 税別 本体価格 本体`)
)

// notedTax reports whether one of words stands right before or after a sum, and
// not before the next one.
func notedTax(before, after string, words []string) bool {
	for _, w := range words {
		if strings.HasSuffix(before, w) {
			return true
		}
		if rest, ok := strings.CutPrefix(after, w); ok {
			return !amountFollows(rest)
		}
	}
	return false
}

// amountFollows reports whether a number stands right after 「税込」: then the note
// belongs to that one.
func amountFollows(s string) bool {
	s = strings.TrimLeft(s, " :：¥約\\")
	return s != "" && isDigitByte(s[0])
}

// keepTaxed keeps of 「100,000円（税込110,000円）」 the sum with tax.
func keepTaxed(s string, tokens []yenToken) []yenToken {
	out := make([]yenToken, 0, len(tokens))
	for _, t := range tokens {
		if n := len(out); n > 0 {
			last := &out[n-1]
			between := s[last.to:t.from]
			if isTaxBetween(between) && last.tax != t.tax && last.value > 0 && t.value > 0 {
				ratio := t.value / last.value
				switch {
				case t.tax == taxIncluded && ratio >= 1 && ratio < 1.2:
					t.from = last.from
					t.to = closeBracket(s, t.to)
					*last = t
					continue
				case (last.tax == taxIncluded || t.tax == taxExcluded && strings.ContainsAny(between, "(（")) && ratio <= 1 && ratio > 0.8:
					last.to = closeBracket(s, t.to)
					continue
				}
			}
		}
		t.to = afterTaxNote(s, t.to)
		out = append(out, t)
	}
	return out
}

// isTaxBetween reports whether only brackets and tax words stand between two sums.
func isTaxBetween(s string) bool {
	for _, words := range [][]string{withTaxWords, withoutTaxWords, {"消費税", "+税", "〜", "~"}} {
		for _, w := range words {
			s = strings.ReplaceAll(s, w, "")
		}
	}
	return strings.Trim(s, " ()（）:：/／、|¥\\約") == ""
}

// closeBracket moves past a closing bracket at pos.
func closeBracket(s string, pos int) int {
	rest := s[pos:]
	t := strings.TrimLeft(rest, " ")
	for _, b := range []string{")", "）"} {
		if strings.HasPrefix(t, b) {
			return pos + len(rest) - len(t) + len(b)
		}
	}
	return pos
}

// afterTaxNote moves past 「（税込）」 at pos.
func afterTaxNote(s string, pos int) int {
	t := s[pos:]
	for _, note := range []string{"(税込み)", "(税込)", "(税抜き)", "(税抜)", "(税別)", "+税", "税込み", "税込", "税抜き", "税抜", "税別", "（税込）", "（税抜）"} {
		if strings.HasPrefix(t, note) && !amountFollows(t[len(note):]) {
			return pos + len(note)
		}
	}
	return pos
}

// joinRanges makes amounts of sums: 「10万円〜20万円」, 「20〜30万円」, 「10万円〜」,
// 「5万円以下」, 「10万円台」.
func joinRanges(s string, tokens []yenToken) []amount {
	var out []amount
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if mark := rangeMark(s[t.to:]); mark > 0 && i+1 < len(tokens) && tokens[i+1].from == t.to+mark {
			next := tokens[i+1]
			low := t.value
			if !t.yen && t.unit < next.unit && t.value <= next.lead {
				low = t.value * next.unit // 20〜30万円
			} else if t.yen && t.unit == 1 && next.unit > 1 && t.value <= next.lead {
				low = t.value * next.unit // 20円〜30万円 is a slip for the same
			}
			a := amount{min: yen(low), max: yen(next.value), start: t.from, end: next.to, tax: next.tax}
			if t.approx {
				a.min = nil
			}
			if next.approx {
				a.max = nil
			}
			if a.min != nil && a.max != nil && *a.min > *a.max {
				out = append(out, bounded(s[:t.to], t)) // no range after all
				continue
			}
			out = append(out, a)
			i++
			continue
		}
		if !t.yen {
			continue
		}
		a := bounded(s, t)
		if n := len(out); n > 0 {
			between, before := s[out[n-1].end:t.from], out[n-1].min
			lower := before != nil && a.min != nil && *a.min < *before
			a.lowered = lowering.MatchString(between) || lower && nowOnly.MatchString(between)
		}
		out = append(out, a)
	}
	if isStruckOut(s, out) {
		out[1].lowered = true
	}
	return out
}

// isStruckOut reports whether of two sums with nothing between them the second is
// asked instead of the first, the usual one, which pages strike out.
func isStruckOut(s string, pair []amount) bool {
	if len(pair) != 2 || !pair[0].single || !pair[1].single || pair[1].start == pair[0].end {
		return false
	}
	usual, now := *pair[0].min, *pair[1].min
	return now < usual && now*4 > usual && strings.TrimSpace(s[pair[0].end:pair[1].start]) == ""
}

// lowering is the arrow from a usual price to the one that is asked now.
var lowering = regexp.MustCompile(`^\s*(?:\([^()]*\)\s*)?(?:→|⇒|➡|►|▶|▷|↓|▼|»|>|->|=>)`)

// nowOnly leads from the one to the other in words: 「33,000円が19,800円」.
var nowOnly = regexp.MustCompile(`^\s*(?:\([^()]*\)\s*)?(?:が|のところ)`)

// bounded reads the words around one sum that open or close it.
func bounded(s string, t yenToken) amount {
	a := amount{min: yen(t.value), max: yen(t.value), start: t.from, end: t.to, tax: t.tax, single: true}
	if t.approx {
		a.min, a.max, a.single = nil, nil, false
		return a
	}
	after := strings.TrimLeft(s[t.to:], " )）")
	before := strings.TrimRight(s[:t.from], " :：はで約")
	open := func() { a.max, a.single = nil, false }
	switch {
	case strings.HasPrefix(after, "台"):
		top := t.value + math.Max(t.unit, 1) - 1
		if t.unit <= 1 {
			top = t.value
		}
		a.max, a.single = yen(top), false
	case hasAnyPrefix(after, "以上", "〜", "~", "～", "から", "より", "ー") && !strings.HasPrefix(after, "より安") && !strings.HasPrefix(after, "より高"):
		open()
	case hasAnyPrefix(after, "以下", "以内", "未満", "まで"), hasAnySuffix(before, "最大", "最高", "上限"):
		a.min, a.single = nil, false
	case hasAnyPrefix(after, "程度から", "前後から", "ほどから", "程度〜", "程度~", "前後〜", "前後~", "程度以上"), hasAnySuffix(before, "最低", "最安", "最低でも"):
		open()
	}
	return a
}

func yen(v float64) *int {
	n := int(math.Round(v))
	return &n
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, p := range suffixes {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
