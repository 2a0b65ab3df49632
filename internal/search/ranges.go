package search

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/text"
)

// Amounts and days with a bound (10万円以下, 5万〜10万円, 3日以内, 休めない) filter articles by
// their price and downtime. Numbers without one (5回コース, 0.05%, 40代, 20万円) are words,
// and so are amounts that are not the price of one unit of a treatment: fees, totals,
// incomes.

// bound is a range that stands at bytes [start,end) of the query.
type bound struct {
	start, end int
	filter     index.Filter
	fact       string           // what passages say that tell the number
	numbers    []analysis.Token // the numbers in it
	denied     []string         // words that passages deny which say the same: 休ム of 休めない
	name       string           // what it denies; "" where it denies nothing
}

// takeBounds makes filters of the bounds of a query. It returns the query with spaces in
// their place, so that offsets stay.
func (u *understood) takeBounds(e *Engine, q string) string {
	bounds := e.bounds(q)
	if len(bounds) == 0 {
		return q
	}
	b := []byte(q)
	for _, r := range bounds {
		from := strings.TrimSpace(q[r.start:r.end])
		u.filters = append(u.filters, r.filter)
		u.bounded = true
		u.said.Filters = append(u.said.Filters, appliedBounds(r.filter, from)...)
		// Passages that tell the number come first; none must.
		group := optional(index.SignalFact+r.fact, u.weights.Fact)
		group.Alternatives = append(group.Alternatives, []index.Term{{Field: index.Signals, Text: index.SignalKind + r.fact, Weight: u.weights.Kind}})
		for _, n := range r.numbers {
			group.Alternatives = append(group.Alternatives, []index.Term{{Field: index.Words, Text: n.Term, Weight: weightTyped}})
		}
		for _, word := range r.denied {
			group.Alternatives = append(group.Alternatives, []index.Term{{Field: index.Concepts, Text: index.DeniedWord(word), Weight: weightTyped}})
		}
		u.groups = append(u.groups, group)
		if r.name != "" {
			u.said.Negations = append(u.said.Negations, r.name)
			u.negatedTo = -1
		}
		for i := r.start; i < r.end; i++ {
			b[i] = ' '
		}
	}
	return string(b)
}

// appliedBounds is a range as parameters of a search.
func appliedBounds(f index.Filter, from string) []AppliedFilter {
	var out []AppliedFilter
	add := func(end string, v *float64) {
		if v != nil {
			out = append(out, AppliedFilter{Name: f.Name + end, Value: strconv.FormatFloat(*v, 'f', -1, 64), From: from})
		}
	}
	add("_min", f.Min)
	add("_max", f.Max)
	return out
}

// withoutBounds is the same query but for the filters read from its amounts and days,
// which are returned.
func (u *understood) withoutBounds() (*understood, []AppliedFilter) {
	out := *u
	out.filters, out.said.Filters, out.bounded = nil, []AppliedFilter{}, false
	var dropped []AppliedFilter
	for _, f := range u.filters {
		if !isRange(f.Name) {
			out.filters = append(out.filters, f)
		}
	}
	for _, f := range u.said.Filters {
		if strings.HasSuffix(f.Name, "_min") || strings.HasSuffix(f.Name, "_max") {
			dropped = append(dropped, f)
		} else {
			out.said.Filters = append(out.said.Filters, f)
		}
	}
	return &out, dropped
}

// droppedNotice tells which conditions nothing could be found under.
func (u *understood) droppedNotice() []string {
	var from []string
	for _, f := range u.dropped {
		if !slices.Contains(from, "「"+f.From+"」") {
			from = append(from, "「"+f.From+"」")
		}
	}
	if len(from) == 0 {
		return nil
	}
	return []string{strings.Join(from, "") + "に当てはまると確かめられる記事がないため、この条件を外して検索しました。"}
}

// bounds finds the ranges in a query, in order. Of two on one number that cannot both
// be met the first counts.
func (e *Engine) bounds(q string) []bound {
	n := text.Normalize(q)
	p := boundParser{s: n.String}
	if strings.ContainsFunc(p.s, isNumeral) {
		p.tokens = e.analyzer.Tokens(p.s)
		p.numbers()
	}
	p.words()
	if len(p.out) == 0 {
		return nil
	}
	literal := split(q)
	literal = slices.DeleteFunc(literal, func(c clause) bool { return !c.quoted && !c.excluded })
	var out []bound
	for _, b := range p.out {
		b.start, b.end = n.Original(b.start, b.end)
		quoted := slices.ContainsFunc(literal, func(c clause) bool { return c.start < b.end && b.start < c.end })
		if !quoted && !contradicts(out, b) {
			out = append(out, b)
		}
	}
	return out
}

// isNumeral reports whether numbers are written with r.
func isNumeral(r rune) bool {
	return r >= '0' && r <= '9' || text.KanjiDigit(r) >= 0 || text.KanjiUnit(r) != 0
}

func contradicts(list []bound, b bound) bool {
	for _, o := range list {
		if o.start < b.end && b.start < o.end {
			return true
		}
		if o.filter.Name == b.filter.Name && (above(o.filter.Min, b.filter.Max) || above(b.filter.Min, o.filter.Max)) {
			return true
		}
	}
	return false
}

func above(a, b *float64) bool { return a != nil && b != nil && *a > *b }

// boundParser reads the ranges of a query in normal form.
type boundParser struct {
	s      string
	tokens []analysis.Token
	out    []bound
}

// number is the value of a token that is one.
func (p *boundParser) number(i int) (float64, bool) {
	if i >= len(p.tokens) {
		return 0, false
	}
	v, err := strconv.ParseFloat(p.tokens[i].Term, 64)
	return v, err == nil && v >= 0 && v <= maxYen && strings.Trim(p.tokens[i].Term, "0123456789.") == ""
}

// maxYen is the most that a filter on prices can be.
const maxYen = 1_000_000_000

// numbers reads the ranges that have a number.
func (p *boundParser) numbers() {
	for i := 0; i < len(p.tokens); i++ {
		v, ok := p.number(i)
		if !ok {
			continue
		}
		if n := p.amount(i, v); n > 0 {
			i += n - 1
			continue
		}
		p.days(i, v)
	}
}

func (p *boundParser) before(i int) string { return p.s[:p.tokens[i].Start] }
func (p *boundParser) after(i int) string  { return p.s[p.tokens[i].End:] }
func (p *boundParser) surface(i int) string {
	return p.s[p.tokens[i].Start:p.tokens[i].End]
}

var (
	upTo    = regexp.MustCompile(`^(?:くらい|ぐらい|程度)?(?:以下|以内|まで|内(?:$|[\s、。でのに])|で(?:受け|でき|出来|収ま|おさま|済|すむ|足り)|に(?:収ま|おさま|抑え))`)
	below   = regexp.MustCompile(`^(?:くらい|ぐらい|程度)?(?:未満|を?切る|を下回|より(?:も)?(?:安|低|下)|以上かからない|以上は?出せない)`)
	atLeast = regexp.MustCompile(`^(?:以上|を?超え|より(?:も)?(?:高|上))`)
	// budget says before an amount that it is the most.
	budget = regexp.MustCompile(`(?:予算|上限|最大|最高|高くても|せいぜい)(?:は|が|で|:)?\s*$|(?:^|\s)[~〜～]\s*$`)
	// monthly says before an amount that it is that of a month, as prices of drugs are.
	monthly = regexp.MustCompile(`(?:[1一](?:か|カ|ヶ|ヵ|ケ|箇)月|ひと月|月)(?:に|で|あたり)?\s*$`)
	// beginning is what stands before the first word of a phrase.
	beginning = regexp.MustCompile(`(?:^|[\s、。,/]|[のはがを])$`)
	// through stands between the bounds of a range.
	through = regexp.MustCompile(`^(?:円)?\s*(?:[~〜～\-‐–—―−ー]|から|以上)\s*$`)
	// otherMoney ends what stands before an amount that is no price of a treatment.
	otherMoney = regexp.MustCompile(`(?:麻酔|初診|再診|診察|検査|薬|送料|キャンセル|交通|カウンセリング|相談|紹介状|文書|診断書|駐車|会費|オプション|総額|合計|トータル|全部|全額|コース|セット|月々|毎月|月額|分割|ローン|頭金|手付|返金|違約)[^0-9、。]{0,4}$`)
	// several is a number of sessions or pieces before the amount for all of them.
	several = regexp.MustCompile(`(?:[2-9]|[1-9][0-9]+)\s*(?:回|本|か月|ヶ月|カ月|ヵ月|年)(?:分|コース|セット|プラン)?(?:で|の|を)?\s*$`)
	// taxes are queries in which amounts are of incomes and benefits.
	taxes = regexp.MustCompile(`控除|高額療養|限度額|確定申告|保険金|給付|助成|補助金|年収|所得|収入|医療費`)
)

// amount reads a price range that begins with the number i, and returns how many tokens
// it has; 0 where there is none.
func (p *boundParser) amount(i int, v float64) int {
	if taxes.MatchString(p.s) || otherMoney.MatchString(p.before(i)) || several.MatchString(p.before(i)) {
		return 0
	}
	start := p.tokens[i].Start
	if strings.HasSuffix(p.before(i), "¥") {
		start -= len("¥")
	}
	if n := p.between(i, v, start); n > 0 {
		return n
	}
	rest, yen := strings.CutPrefix(p.after(i), "円")
	if !yen && start == p.tokens[i].Start && !strings.ContainsAny(p.surface(i), "万千億") {
		return 0
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "(税込)"), "(税別)")
	f := index.Filter{Name: index.RangeCost}
	var said string
	switch before := budget.FindString(p.before(i)); {
	case below.MatchString(rest):
		f.Max, said = ptr(v-1), below.FindString(rest)
	case upTo.MatchString(rest):
		f.Max, said = ptr(v), upTo.FindString(rest)
	case atLeast.MatchString(rest):
		f.Min, said = ptr(v), atLeast.FindString(rest)
	case strings.HasPrefix(rest, "台"):
		f.Min, f.Max, said = ptr(v), ptr(v+lowestPlace(v)-1), "台"
	case before != "":
		f.Max = ptr(v)
		start -= len(before)
	default:
		return 0
	}
	if v < 1 {
		return 0
	}
	if hasAny(said, "で", "に") {
		said = "" // 10万円で受けられる: the verb is a word of its own
	}
	if strings.HasPrefix(said, "内") {
		said = "内"
	}
	if before := p.s[:start]; monthly.MatchString(before) {
		if from := start - len(monthly.FindString(before)); beginning.MatchString(p.s[:from]) {
			start = from
		}
	}
	p.add(bound{start: start, end: len(p.s) - len(rest) + len(said), filter: f, fact: corpus.FactCost, numbers: p.tokens[i : i+1]})
	return 1
}

// between reads a price range with two numbers: 5万〜10万円, 5〜10万円.
func (p *boundParser) between(i int, low float64, start int) int {
	high, ok := p.number(i + 1)
	at := i + 1
	if !ok && i+2 < len(p.tokens) && p.surface(i+1) == "円" {
		at = i + 2
		high, ok = p.number(at)
	}
	if !ok || !through.MatchString(p.s[p.tokens[i].End:p.tokens[at].Start]) {
		return 0
	}
	rest, yen := strings.CutPrefix(p.after(at), "円")
	if !yen && !strings.Contains(p.surface(at), "万") {
		return 0
	}
	bare := !strings.ContainsAny(p.s[p.tokens[i].Start:p.tokens[at].Start], "万千円")
	for _, unit := range []struct {
		name  string
		value float64
	}{{"万", 10_000}, {"千", 1_000}} {
		if bare && strings.HasSuffix(p.surface(at), unit.name) {
			low *= unit.value
		}
	}
	if low >= high {
		return 0
	}
	end := len(p.s) - len(rest)
	for _, word := range []string{"くらい", "ぐらい", "程度", "の間", "以内", "以下", "まで"} {
		if strings.HasPrefix(rest, word) {
			end += len(word)
			break
		}
	}
	p.add(bound{start: start, end: end, filter: index.Filter{Name: index.RangeCost, Min: ptr(low), Max: ptr(high)}, fact: corpus.FactCost,
		numbers: []analysis.Token{p.tokens[i], p.tokens[at]}})
	return at - i + 1
}

// lowestPlace is the place of the last digit of a round number that is not 0: 100000 of
// 10万, 10000 of 12万.
func lowestPlace(v float64) float64 {
	place := 1.0
	for place*10 <= v && math.Mod(v, place*10) == 0 {
		place *= 10
	}
	return place
}

func hasAny(s string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(x string) bool { return strings.HasPrefix(s, x) })
}

func (p *boundParser) add(b bound) { p.out = append(p.out, b) }

func ptr(v float64) *float64 { return &v }
