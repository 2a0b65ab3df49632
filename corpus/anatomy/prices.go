package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// unitWords are words that name a unit of corpus.CostUnits.
type unitWords struct {
	words *regexp.Regexp
	per   string
}

// units maps words right before or after a sum to what it is the price of.
var units = []unitWords{
	{regexp.MustCompile(`(?:1|一)\s*(?:歯|本の歯)|歯\s*(?:1|一)\s*本`), "tooth"},
	{regexp.MustCompile(`(?:1|一)\s*(?:本|バイアル|シリンジ|cc|ml|v|筒|シリンジ)(?:[^0-9]|$)`), "vial"},
	{regexp.MustCompile(`(?:1|一)\s*(?:部位|箇所|か所|ヶ所|カ所|ヵ所|個所|個)|一部位|片側|片眼|片目|片脇|片ワキ|部位(?:あたり|ごと|毎)`), "site"},
	{regexp.MustCompile(`月額|(?:1|一)\s*(?:か月|ヶ月|カ月|ヵ月|ケ月|箇月|月)(?:分|あたり|間)?|毎月|(?:1|一)\s*月`), "month"},
	{regexp.MustCompile(`(?:1|一)\s*(?:回|度|セッション|接種)|(?:回|接種)あたり|都度|単発|単回|毎回`), "session"},
	{regexp.MustCompile(`両眼|両目|両側|(?:1|一)\s*(?:単位|錠|箱|シート|ショット|枚|株|グラフト|g|kg|日)`), "other"},
}

// rowFee is the fee that the first cell of a table row names, "" for a price of
// the treatment itself.
func rowFee(label string) string {
	if m := feeWord.FindStringIndex(label); m != nil && !included.MatchString(label[m[1]:]) && !strings.Contains(label[m[1]:], "・") {
		return nounBefore.FindString(label[:m[0]]) + label[m[0]:m[1]]
	}
	if strings.Contains(label, "必要な場合") || strings.Contains(label, "希望者") || strings.Contains(label, "別途") || strings.Contains(label, "追加") {
		name, _, _ := strings.Cut(label, "(")
		return strings.TrimSpace(name)
	}
	return ""
}

// nounBefore is what a fee's name begins with: アレルギー of アレルギー検査.
var nounBefore = regexp.MustCompile(`[\p{Han}\p{Katakana}ー]{1,10}$`)

// laterUnit says that a sum is not for the first unit: 「2本目以降は」「2回目から」.
var laterUnit = regexp.MustCompile(`(?:[2-9]|[1-9][0-9]|二|三)\s*(?:回|本|部位|箇所|か所|ヶ所|個|歯|眼|枚|か月|ヶ月|カ月|年|cc)目(?:以降|から|以後|〜|~)?`)

// forLaterUnit reports whether the words around a sum say so: before it, or in
// brackets right behind it.
func forLaterUnit(before, after string) bool {
	return laterUnit.MatchString(before) || strings.HasPrefix(strings.TrimSpace(after), "(") && laterUnit.MatchString(firstRunes(after, 12))
}

// upToMark cuts what follows a sum at the end of its clause.
func upToMark(s string) string {
	if i := strings.IndexAny(s, "、。,;；\n"); i >= 0 {
		return s[:i]
	}
	return s
}

// isCampaign tells whether words in normal form say that a price is for some
// people or some days only.
func isCampaign(words string) bool {
	return containsAny(words, campaignWords...) || priceOff.MatchString(words)
}

// classify decides what a sum is by the words before and after it in normal
// form, and where they say nothing by the heading and the list's lead.
func (r *reading) classify(p *price, before, after, heading, lead string) {
	near := lastClause(before)
	around := near + " " + after
	usual := strings.Contains(near, "通常") && !containsAny(lastRunes(near, 8), "限定", "キャンペーン")
	switch {
	case p.min == nil && p.max == nil:
		p.class = priceNone
		return
	case !usual && isCampaign(around), !usual && isCampaign(heading) && !strings.Contains(heading, "通常"):
		p.class = priceNone
		return
	case insuredBefore(before + after), extra.MatchString(after) && strings.Contains(after, "高く"), containsAny(around, notPriceWords...), strings.Contains(after, "を超え"), containsAny(near, comparedWords...):
		p.class = priceNone
		return
	}
	p.per = r.unitOf(near, after)
	if label := feeLabel(near, after); label != "" {
		p.class, p.label = priceFee, label
		return
	}
	if heading != "" && (p.per == "" || p.per == "session") {
		if m := feeWord.FindString(lastWord(heading)); m != "" && readHeading(heading).kind != corpus.KindCost {
			p.class, p.label = priceFee, m
			return
		}
	}
	context := lead + " " + heading
	if isCourse(near, after) || p.per == "" && isCourse(lead, "") || p.per == "" && r.unitOf(context, "") == "" && isCourse(lastWord(heading), "") {
		if p.per == "" || p.per == "session" {
			p.class, p.per = priceCourse, ""
			return
		}
	}
	p.class, p.later = priceUnit, forLaterUnit(near, after)
	if p.per == "" {
		p.per = r.unitOf(context, "")
	}
}

// extra says after a sum that it comes on top.
var extra = regexp.MustCompile(`^(?:程度|ほど|前後|くらい)*(?:が|は|を)?(?:別に|別途|追加|上乗せ|加わ|加算|プラス|高くな|余分に)`)

// insuredBefore reports whether what is paid under insurance was named, and not
// that there is none.
func insuredBefore(s string) bool {
	at := -1
	for _, w := range insuredWords {
		at = max(at, strings.LastIndex(s, w))
	}
	return at >= 0 && !containsAny(s[at:], "自由診療", "自費", "適用されない", "適用されません")
}

// lastClause is what stands after the last mark of a clause, as far as it speaks
// of the next sum.
func lastClause(s string) string {
	s = strings.TrimRight(s, " ")
	for _, mark := range []string{"。", ";", "；", "/"} {
		if i := strings.LastIndex(s, mark); i >= 0 {
			s = s[i+len(mark):]
		}
	}
	return s
}

func lastRunes(s string, n int) string {
	r := []rune(s)
	if len(r) > n {
		r = r[len(r)-n:]
	}
	return string(r)
}

func lastWord(heading string) string {
	f := strings.Fields(heading)
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// feeLabel is what a fee is for, "" where the sum is none. 「麻酔代込みで5万円」 is
// the treatment's price.
func feeLabel(near, after string) string {
	label := ""
	for _, m := range feeWord.FindAllStringIndex(near, -1) {
		rest := near[m[1]:]
		if included.MatchString(rest) {
			label = ""
			continue
		}
		// A fee's sum comes right after it: 「麻酔代は別途3,300円」.
		if runes(rest) <= 16 && !strings.Contains(rest, "費用") && !containsAny(rest, "1回", "治療", "施術費", "本体") {
			label = near[m[0]:m[1]]
		} else {
			label = ""
		}
	}
	if m := feeAfter.FindStringSubmatch(after); label == "" && m != nil {
		label = m[1]
	}
	if label == "" && extra.MatchString(after) {
		label = extraLabel(near)
	}
	return label
}

// extraLabel names what comes on top by the words before its sum: 「溶かす処置に」.
func extraLabel(near string) string {
	if i := strings.LastIndexAny(near, "、,。 "); i >= 0 {
		near = strings.TrimLeft(near[i:], "、,。 ")
	}
	for _, end := range []string{"の費用が", "の費用は", "の費用", "の代金", "代金", "には", "では", "に", "は", "が", "で", "を"} {
		near = strings.TrimSuffix(near, end)
	}
	if runes(near) > 20 || runes(near) < 2 || slices.ContainsFunc(units, func(u unitWords) bool { return u.words.MatchString(near) }) {
		return "追加料金"
	}
	return near
}

// feeAfter is a fee named right after its sum: 「3,300円の麻酔代」.
var feeAfter = regexp.MustCompile(`^(?:程度|ほど|前後)?の(麻酔代|麻酔料|初診料|再診料|診察料|カウンセリング料|検査料|検査代|薬代|キャンセル料|指名料)`)

// isCourse reports whether a sum is for several sessions or all of the treatment.
func isCourse(near, after string) bool {
	near = unitTotal.ReplaceAllString(near, "")
	return courseCue.MatchString(near) || sessions2.MatchString(near+"|") && !rangeOfTimes.MatchString(near) || afterCourse.MatchString(after)
}

// unitOf is the unit that the words around a sum name.
func (r *reading) unitOf(before, after string) string {
	for _, text := range []string{lastRunes(before, 24), firstRunes(after, 10)} {
		best, at := "", -1
		for _, u := range units {
			for _, m := range u.words.FindAllStringIndex(text, -1) {
				if m[0] > at {
					best, at = u.per, m[0]
				}
			}
		}
		if best == "vial" && r.isDental() {
			return "tooth"
		}
		if best != "" {
			return best
		}
	}
	return ""
}

// isDental reports whether the article is about teeth: then 1本 is a tooth.
func (r *reading) isDental() bool {
	if slices.ContainsFunc(r.article.Departments, func(d string) bool { return strings.Contains(d, "歯") }) {
		return true
	}
	return containsAny(r.article.Title, "歯", "インプラント", "矯正", "クラウン", "ラミネート", "デンタル")
}

// otherTreatment reports whether a sentence speaks of a treatment that is not
// the article's.
func (r *reading) otherTreatment(sentence string) bool {
	if len(r.article.Treatments) == 0 {
		return false
	}
	other := false
	for _, m := range r.lex.Find(sentence) {
		if m.Concept.Kind != lexicon.Treatment {
			continue
		}
		if r.isTreated(m.Concept) {
			return false
		}
		other = true
	}
	return other
}

// isTreated reports whether a concept is one of the article's treatments, or a
// broader or narrower one of them.
func (r *reading) isTreated(c *lexicon.Concept) bool {
	for _, label := range r.article.Treatments {
		if c.Label == label {
			return true
		}
		t := r.lex.Lookup(label)
		if t != nil && (slices.Contains(t.Broader, c.ID) || slices.Contains(c.Broader, t.ID)) {
			return true
		}
	}
	return false
}
