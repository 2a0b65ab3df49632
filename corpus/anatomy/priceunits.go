package anatomy

import (
	"regexp"
	"slices"
	"strings"
)

// unitWords are words that name a unit of corpus.CostUnits.
type unitWords struct {
	words   *regexp.Regexp
	per     string
	measure bool // a treatment takes many of them
}

// units maps words right before or after a sum to what it is the price of.
var units = []unitWords{
	{regexp.MustCompile(`(?:1|一|@)\s*(?:歯|本の歯)|歯\s*(?:1|一)\s*本`), "tooth", false},
	{regexp.MustCompile(`(?:1|一)\s*(?:本|バイアル|シリンジ|cc|ml|v|筒)(?:[^0-9]|$)`), "vial", false},
	{regexp.MustCompile(`(?:1|一)\s*(?:部位|箇所|か所|ヶ所|カ所|ヵ所|個所|個)|一部位|片側|片眼|片目|片脇|片ワキ|部位(?:あたり|ごと|毎)`), "site", false},
	{regexp.MustCompile(`月額|(?:^|[ 、。/:])月々?\s*約?¥?\s*$|(?:1|一)\s*(?:か月|ヶ月|カ月|ヵ月|ケ月|箇月|月)(?:分|あたり|間)?|毎月|(?:1|一)\s*月`), "month", false},
	{regexp.MustCompile(`(?:1|一)\s*(?:回|度|セッション|接種)|(?:回|接種)あたり|都度|単発|単回|毎回|^\s*/\s*回`), "session", false},
	{regexp.MustCompile(`両眼|両目|両側|(?:1|一)\s*(?:錠|箱|シート|枚|株|日)`), "other", false},
	{regexp.MustCompile(`(?:1|一)\s*(?:単位|ショット|グラフト|g|kg|mm|ミリ|cm|発)`), "other", true},
}

// unitOf is the unit that the words around a sum name, the nearest before it
// first, "" where they name none.
func (r *reading) unitOf(before, after string) (per string, measure bool) {
	for _, text := range []string{lastRunes(before, 24), firstRunes(after, 10)} {
		if text == "" {
			continue
		}
		best, at := unitWords{}, -1
		for _, u := range units {
			for _, m := range u.words.FindAllStringIndex(text, -1) {
				if m[0] > at {
					best, at = u, m[0]
				}
			}
		}
		if best.per == "vial" && r.isDental() {
			return "tooth", false
		}
		if best.per != "" {
			return best.per, best.measure
		}
	}
	return "", false
}

// namesUnit reports whether words name a unit.
func (r *reading) namesUnit(s string) bool {
	return slices.ContainsFunc(units, func(u unitWords) bool { return u.words.MatchString(s) })
}

// isDental reports whether the article is about teeth: then 1本 is a tooth.
func (r *reading) isDental() bool {
	if slices.ContainsFunc(r.article.Departments, func(d string) bool { return strings.Contains(d, "歯") }) {
		return true
	}
	return containsAny(r.article.Title, "歯", "インプラント", "矯正", "クラウン", "ラミネート", "デンタル")
}

// defaultUnit is the unit where no sum names one: a session where the article
// counts sessions at all.
func (r *reading) defaultUnit() string {
	for _, s := range r.sections {
		if strings.Contains(s.Text, "1回") || strings.Contains(s.Text, "１回") {
			return "session"
		}
	}
	return "other"
}

// commonUnit is the unit that most prices name, the first of them in a tie.
func commonUnit(prices []price) string {
	count := map[string]int{}
	best := ""
	for _, p := range prices {
		if p.per != "" {
			count[p.per]++
		}
	}
	for _, p := range prices {
		if p.per != "" && (best == "" || count[p.per] > count[best]) {
			best = p.per
		}
	}
	return best
}

// alike leaves out prices that are not of the unit as it is sold beside the
// others: what is paid each month where the treatment has a price by itself
// (instalments), what one shot costs where a session has a price.
func alike(units []price) []price {
	drop := func(odd func(price) bool) {
		if slices.ContainsFunc(units, func(p price) bool { return !odd(p) }) {
			units = slices.DeleteFunc(units, odd)
		}
	}
	drop(func(p price) bool { return p.later && !p.again })
	drop(func(p price) bool { return p.per == "month" })
	drop(func(p price) bool { return p.measure })
	return units
}
