package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
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
	times   bool // of a course that is counted in sessions
	monthly bool // what is paid each month
	market  bool // what is usual elsewhere
	ours    bool // said to be the clinic's own, beside what is usual elsewhere
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
	near, a.label, a.column, a.lead = onceEvery(near), onceEvery(a.label), onceEvery(a.column), onceEvery(a.lead)
	if r.isCheckUp() {
		near, a = withoutCourseNames(near), a.withoutCourseNames()
	}
	if firstOnly.MatchString(near+a.after) && r.feeLabel(near, "") != "" {
		// A fee that is paid the first time alone is no trial.
		near, a.after = firstOnly.ReplaceAllString(near, ""), firstOnly.ReplaceAllString(a.after, "")
	}
	course, total := r.readUnit(p, near, a), false
	switch {
	case p.min == nil && p.max == nil, p.lowered, a.place.class == priceNone && !usualIn(near, a):
		return
	case r.notOwnPrice(near, a, course):
		return
	}
	p.readWho(near, a)
	p.average = perTimeBefore.MatchString(near) || perTimeAfter.MatchString(a.after) || perTimeBefore.MatchString(a.column)
	p.later = forLaterUnit(near, a.after) || laterUnit.MatchString(a.label) || laterUnit.MatchString(a.column)
	p.again = p.later && againWords.MatchString(near+" "+a.label+" "+a.column)
	if fee := r.feeAround(near, a); fee != "" && (!p.later || r.namesFee(fee)) {
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
		p.class, p.per, p.times = priceCourse, "", several
	}
}

// everySoOften is how often somebody comes, which is no number of sessions paid at once:
// 「週に2回」「3週間に1回」; a course by its pace is one: 「月に2回コース」.
var everySoOften = regexp.MustCompile(`(?:毎?(?:週|月|年)|[0-9]+\s*(?:日|週間?|[かヶカヵケ箇]月|年))\s*に\s*[0-9]+\s*回(コース|プラン|セット|券|分|まで)?`)

// onceEvery puts 1回 for how often somebody comes: what stands there is paid each time.
func onceEvery(s string) string {
	if !strings.Contains(s, "回") {
		return s
	}
	return everySoOften.ReplaceAllStringFunc(s, func(m string) string {
		if strings.HasSuffix(m, "回") {
			return "1回"
		}
		return m
	})
}

// readWho reads how a price is paid, and whose it is.
func (p *price) readWho(near string, a around) {
	p.monthly = monthlyPay.MatchString(near) || monthlyPay.MatchString(a.column)
	p.market = market.MatchString(near) || market.MatchString(a.after)
	p.ours = ours.MatchString(near)
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
	return usualPrice.MatchString(near) && !isCampaign(lastRunes(near, 8)) || usualPrice.MatchString(a.column) || usualPrice.MatchString(a.label) && !isCampaign(near)
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
	return containsAny(near+" "+after, notPriceWords...) || containsAny(a.label+" "+a.column, notPriceWords...) || notPriceAfter.MatchString(after) || containsAny(near, comparedWords...)
}

// firstOnly says that something is paid the first time.
var firstOnly = regexp.MustCompile(`\(?初回(?:のみ|だけ|に限り|は|に)\)?`)

var setSaving = regexp.MustCompile(`[0-9]+\s*(?:%|割)\s*(?:off|オフ|引き?)`)

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
	near = strings.ReplaceAll(unitTotal.ReplaceAllString(near, ""), "フルコース", "") // all of it at once
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
