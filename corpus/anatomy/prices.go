package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// priceClass says what a sum of money is.
type priceClass int

const (
	priceNone   priceClass = iota // campaign, insured, threshold, another treatment
	priceUnit                     // the treatment itself, one unit
	priceCourse                   // a course or a total
	priceFee                      // consultation, anaesthesia, …
)

// price is a sum of money with what its surroundings say.
type price struct {
	amount
	class   priceClass
	per     string // a unit of corpus.CostUnits; empty where nothing says
	label   string // of a fee
	where   corpus.Evidence
	form    unitForm
	rank    int  // how sure it is that this is a price: see pricePlace
	total   bool // sums up what one unit costs: 「1本総額」
	later   bool // of a unit after the first: 「2本目以降」
	again   bool // later, and of what another session is of: 「2回目以降の移植」
	average bool // what one session of a course comes to
	other   bool // its row or sentence speaks of another treatment than the article's
	added   bool // of a line that begins with a plus: a part where a total stands below
	measure bool // of a measure that a treatment takes many of: 1ショット, 1単位
}

// around is what stands around a sum, in normal form.
type around struct {
	before, after string   // in its own sentence or cell, up to the sums beside it
	label         string   // the first cells of its row, or the line above it
	column        string   // the head of its column
	over          string   // what its table or list is about, by the line above
	lead          string   // the sentence that introduces its list
	heads         []string // of the columns of a flattened table
	place         pricePlace
}

// classify decides what a sum is: by its own words, then by those of its row, its
// column and its list, and where they say nothing by the headings.
func (r *reading) classify(p *price, a around) {
	near := lastClause(a.before)
	if r.isCheckUp() {
		near, a = withoutCourseNames(near), a.withoutCourseNames()
	}
	course, total := r.readUnit(p, near, a), false
	switch {
	case p.min == nil && p.max == nil, p.lowered, a.place.class == priceNone && !usualIn(near, a):
		return
	case r.notOwnPrice(near, a, course):
		return
	}
	p.average = perTimeBefore.MatchString(near) || perTimeAfter.MatchString(a.after) || perTimeBefore.MatchString(a.column)
	p.later = forLaterUnit(near, a.after) || laterUnit.MatchString(a.label) || laterUnit.MatchString(a.column)
	p.again = p.later && againWords.MatchString(near+" "+a.label+" "+a.column)
	if fee := r.feeAround(near, a); fee != "" && !p.later {
		p.class, p.label = priceFee, fee
		p.added = strings.ContainsAny(firstRunes(a.label, 1), "+＋")
		return
	}
	if p.per == "" && !course {
		course = isCourse(a.lead, "")
		if p.per, p.measure = r.unitOf(a.lead+" "+a.place.words, ""); p.per == "" && !course {
			course = a.place.class == priceCourse
		}
	}
	if course && !severalTimesIn(near, a) && (a.place.single || p.per != "" && p.per != "session") {
		course, total = false, true // 「1本総額」 sums up what one unit costs
	}
	several := course && severalTimesIn(near, a)
	p.class, p.total = priceUnit, total || !several && (totalWord.MatchString(near) || totalWord.MatchString(a.label))
	if course {
		p.class, p.per = priceCourse, ""
	}
}

// readUnit reads the unit of a sum from its own words, its column or its label,
// the nearest that says one, and whether they speak of a course.
func (r *reading) readUnit(p *price, near string, a around) (course bool) {
	course = isCourse(near, a.after)
	p.per, p.measure = r.unitOf(near, a.after)
	if p.per == "" && !course {
		p.per, p.measure = r.unitOf(a.column, "")
		course = isCourse(a.column, "") || severalLabel.MatchString(a.column)
	}
	if p.per == "" && !course {
		p.per, p.measure = r.unitOf(a.label, "")
		course = isCourse(a.label, "") || severalLabel.MatchString(a.label) || isCourse(a.over, "")
	}
	return course
}

// usualIn reports whether the words at a sum say that it is the usual price:
// 「※通常69,000円」 below a campaign.
func usualIn(near string, a around) bool {
	return usualPrice.MatchString(near) && !isCampaign(lastRunes(near, 8)) || usualPrice.MatchString(a.column) || usualPrice.MatchString(a.label)
}

// notOwnPrice reports whether a sum is no price of the treatment that everybody
// pays: a campaign's, an insured one, a threshold, a discount.
func (r *reading) notOwnPrice(near string, a around, course bool) bool {
	after := a.after
	if course {
		after = setSaving.ReplaceAllString(after, "") // 「（20%OFF）」 is what a set saves
	}
	words := []string{near, a.label, a.column, a.over}
	if !usualIn(near, a) && (isCampaign(after) || slices.ContainsFunc(words, isCampaign)) {
		return true
	}
	if slices.ContainsFunc(words, isInsured) || isInsured(near+after) {
		return true
	}
	return containsAny(near+" "+after, notPriceWords...) || containsAny(a.label, notPriceWords...) || notPriceAfter.MatchString(after) || containsAny(near, comparedWords...)
}

var setSaving = regexp.MustCompile(`[0-9]+\s*(?:%|割)\s*(?:off|オフ|引き?)`)

// feeAround is the fee that a sum is, "" where it is none.
func (r *reading) feeAround(near string, a around) string {
	if fee := r.feeLabel(near, a.after); fee != "" {
		if fee == unnamedFee && a.label != "" {
			return firstPart(a.label)
		}
		return fee
	}
	if name := firstPart(strings.TrimRight(near, " :：は約,、")); feeNoun.MatchString(name) && r.isBeside(name) {
		return name
	}
	for _, label := range []string{a.label, a.over} {
		if fee := r.rowFee(label); fee != "" {
			if label == a.over && a.label != "" && !strings.Contains(a.label, "円") {
				return firstPart(a.label)
			}
			return fee
		}
	}
	if fee := r.rowFee(a.column); fee != "" && !addedWords.MatchString(a.column) {
		return fee
	}
	if a.place.class == priceFee {
		for _, own := range []string{a.label, strings.TrimRight(near, " :：は約,、")} {
			if name := firstPart(own); runes(name) >= 2 && runes(name) <= 24 && !r.namesUnit(name) {
				return name
			}
		}
		return a.place.fee
	}
	return ""
}

// firstPart is a label without its note in brackets; the note where the label is
// but an abbreviation: 「GBR（骨造成）」.
func firstPart(label string) string {
	label = strings.TrimLeft(label, "+＋・※* ")
	name, note, ok := strings.Cut(label, "(")
	if ok && abbreviation.MatchString(name) {
		name, _, _ = strings.Cut(note, ")")
	}
	return strings.TrimSpace(name)
}

var abbreviation = regexp.MustCompile(`^[a-z0-9 ]{1,8}$`)

// feeLabel is what the words at a sum say that it is paid for beside the
// treatment. 「麻酔代込みで5万円」 is the treatment's price.
func (r *reading) feeLabel(near, after string) string {
	label := ""
	for _, m := range feeWord.FindAllStringIndex(near, -1) {
		rest := near[m[1]:]
		if included.MatchString(rest) {
			label = ""
			continue
		}
		// A fee's sum comes right after it: 「麻酔代は別途3,300円」.
		if rest = feeCosts.ReplaceAllString(rest, ""); runes(rest) <= 16 && !strings.Contains(rest, "費用") && !containsAny(rest, "1回の", "治療", "施術費", "本体") && r.isBeside(near[m[0]:m[1]]) {
			label = strings.TrimSpace(near[m[0]:m[1]])
		} else {
			label = ""
		}
	}
	if label == "" {
		label = r.sideFee(near, 16)
	}
	if m := exchanged.FindStringSubmatch(near); label == "" && m != nil && r.isBeside(m[1]) {
		label = m[1]
	}
	if m := feeAfter.FindStringSubmatch(after); label == "" && m != nil {
		label = m[1]
	}
	switch {
	case label != "":
	case extra.MatchString(after):
		label = r.extraLabel(near)
	case extraBefore.MatchString(near):
		label = r.extraLabel(extraBefore.ReplaceAllString(near, ""))
	}
	return label
}

// rowFee is the fee that the first cell of a row or a line above names, "" for a
// price of the treatment itself. Of several nouns all must be fees.
func (r *reading) rowFee(label string) string {
	if label == "" {
		return ""
	}
	fee, known := r.feeNames[label]
	if !known {
		if r.feeNames == nil {
			r.feeNames = map[string]string{}
		}
		fee = r.readRowFee(label)
		r.feeNames[label] = fee // every column of a list asks again
	}
	return fee
}

func (r *reading) readRowFee(label string) string {
	name := firstPart(label)
	if feeNoun.MatchString(name) && r.isBeside(name) {
		return name
	}
	fees := ""
	for _, part := range labelParts.Split(name, -1) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		m := feeWord.FindStringIndex(part)
		if m == nil {
			m = feeNoun.FindStringIndex(part)
		}
		if m == nil || included.MatchString(part[m[1]:]) || !r.isBeside(part[m[0]:m[1]]) {
			fees = ""
			break
		}
		if fees == "" {
			fees = strings.TrimSpace(nounBefore.FindString(part[:m[0]]) + part[m[0]:m[1]])
		}
	}
	switch {
	case fees != "" && !included.MatchString(label[len(name):]):
		return fees
	case r.sideFee(name, 0) != "":
		return name
	case addedWords.MatchString(label) && !laterUnit.MatchString(label) && runes(name) <= 24:
		return name
	}
	return ""
}

var labelParts = regexp.MustCompile(`[・+＋&＆]`)

// isBeside reports whether a fee's name is not what the article is about: 抜歯 is
// no fee in an article about it, a medicine is none where it is the treatment.
func (r *reading) isBeside(fee string) bool {
	title := r.foldedTitle()
	stem := strings.TrimSpace(feeStem.ReplaceAllString(fee, ""))
	if stem != "" && strings.Contains(title, stem) || r.namesOwnTreatment(stem) {
		return false
	}
	if examination.MatchString(fee) && !sideExam.MatchString(fee) && examTitle.MatchString(title) {
		return false
	}
	return !medicine.MatchString(fee) || !medicineTitle.MatchString(title)
}

func (r *reading) foldedTitle() string {
	if r.title == "" {
		r.title = fold(r.article.Title)
	}
	return r.title
}

// namesOwnTreatment reports whether a label names the article's own treatment:
// 「アレルギー検査」 is no fee in an article about it.
func (r *reading) namesOwnTreatment(label string) bool {
	return slices.ContainsFunc(r.lex.Find(label), func(m lexicon.Mention) bool {
		return m.Concept.Kind == lexicon.Treatment && slices.Contains(r.article.Treatments, m.Concept.Label)
	})
}

var (
	// feeAfter is a fee named right after its sum: 「3,300円の麻酔代」.
	feeAfter = regexp.MustCompile(`^(?:程度|ほど|前後)?の(麻酔代|麻酔料|初診料|再診料|診察料|カウンセリング料|検査料|検査代|薬代|キャンセル料|指名料|追加料金|追加費用)`)
	// exchanged is a part that is exchanged later, right before the sum for that:
	// 「電池の交換に1回2,200円」.
	exchanged = regexp.MustCompile(`((?:ワイヤー|レンズ|ゴム|プレート|装置|部品|電池|針)の?(?:交換|付け替え|つけ替え|付け直し|つけ直し|締め直し))(?:の(?:とき|際|たび|度|費用)|時|ごと)?(?:に(?:は|も)?|は|が|も)?(?:必要で|かかり|別途|、|年間|片[眼目側足]|両[眼目側足]|1[回個本枚眼組]|毎回|\s|約|¥)*$`)
	// extra says after a sum that it comes on top.
	extra = regexp.MustCompile(`^(?:程度|ほど|前後|くらい)*(?:が|は|を|の|で)?(?:別に|別途|追加|上乗せ|加わ|加算|プラス|余分に)`)
	// extraBefore says so right before it: 「別途16,500円」「＋2,200円」.
	extraBefore = regexp.MustCompile(`(?:別途(?:で|に|、|,|費用(?:が|として))?|プラス|[+＋]|追加で)\s*(?:約|¥)?\s*$`)
)

// unnamedFee is the label of a fee that has no name.
const unnamedFee = "追加料金"

// extraLabel names what comes on top by the words before its sum: 「溶かす処置に」.
func (r *reading) extraLabel(near string) string {
	near = strings.TrimRight(near, " 、,")
	near = whenDone.ReplaceAllString(near, "")
	if i := strings.LastIndexAny(near, "、,。 "); i >= 0 {
		near = strings.TrimLeft(near[i:], "、,。 ")
	}
	for _, end := range []string{"の費用が", "の費用は", "の費用", "の代金", "代金", "には", "では", "に", "は", "が", "で", "を", "別途", "場合は", "場合", "の方"} {
		near = strings.TrimSuffix(near, end)
	}
	if runes(near) > 20 || runes(near) < 2 || r.namesUnit(near) {
		return unnamedFee
	}
	return near
}

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

// ownAfter is what follows a sum and is still said of it, where another sum
// follows: its note in brackets and its unit, not the words that lead to the next.
func ownAfter(s string) string {
	s = upToMark(s)
	t := strings.TrimLeft(s, " ")
	switch {
	case strings.HasPrefix(t, "("):
		end := strings.IndexByte(t, ')')
		if end < 0 {
			return ""
		}
		return t[:end+1]
	case len(t) < len(s) && !strings.HasPrefix(t, "/"):
		return ""
	}
	if i := strings.IndexAny(strings.TrimLeft(t, "/ "), " (→⇒"); i >= 0 {
		return t[:len(t)-len(strings.TrimLeft(t, "/ "))+i]
	}
	return t
}

// lastClause is what stands after the last mark of a clause, as far as it speaks
// of the next sum.
func lastClause(s string) string {
	s = strings.TrimRight(s, " ")
	for _, mark := range []string{"。", ";", "；", "/", "ますが、", "ですが、", "せんが、", "であり、", "ですし、", "ますし、", "ほか、", "以外は"} {
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

var (
	afterCourse = regexp.MustCompile(`^\s*(?:程度|ほど|前後)?\s*(?:[(（/／]\s*(?:全)?(?:[2-9]|[1-9][0-9])\s*回|の?コース)`)
	// unitTotal sums up what one unit costs: 「1本総額」 is no course.
	unitTotal    = regexp.MustCompile(`(?:1|一)\s*(?:回|本|歯|部位)(?:あたり)?の?(?:総額|合計|総計|トータル)`)
	rangeOfTimes = regexp.MustCompile(`[0-9]\s*回目`)
)

// isCourse reports whether a sum is for several sessions or all of the treatment.
func isCourse(near, after string) bool {
	near = unitTotal.ReplaceAllString(near, "")
	if oneTime.MatchString(near) {
		return false
	}
	return courseWord.MatchString(near) || severalTimes.MatchString(near+"|") && !rangeOfTimes.MatchString(near) || afterCourse.MatchString(after)
}

// oneTime right before a sum says that it is for one, whatever went before:
// 「2回（4週間おき）1回3,500円」.
var oneTime = regexp.MustCompile(`[^0-9〜~\-クル](?:1|一)回(?:につき|あたり|分)?\s*(?:は|:)?\s*(?:約|¥)?\s*$`)

// severalTimesIn reports whether a course is one of so many sessions, not just a
// total.
func severalTimesIn(near string, a around) bool {
	for _, s := range []string{near, a.column, a.label, a.over} {
		if severalTimes.MatchString(s+"|") || strings.Contains(s, "コース") || strings.Contains(s, "クール") {
			return true
		}
	}
	return afterCourse.MatchString(a.after)
}
