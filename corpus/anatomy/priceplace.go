package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// pricePlace is what the place of a price says of it: how sure it is that sums
// there are prices, and what the headings over it make of them.
type pricePlace struct {
	rank   int
	class  priceClass // priceUnit where the headings say nothing else
	fee    string     // what is paid for, of class priceFee
	words  string     // the headings on prices, in normal form
	single bool       // they speak of one unit: totals below are what it costs
}

// The places of a price, the surest last.
const (
	rankCase      = iota // of one patient
	rankElsewhere        // a passing mention
	rankFAQ
	rankKeyed // a line or a row 料金
	rankCost  // a section on costs
)

var (
	// caseHead is a heading over single cases.
	caseHead = regexp.MustCompile(`症例|ビフォー|before|術前|術後写真|施術前後|治療前後|体験談|口コミ|モデルケース|ケース[0-9１-９:：]`)
	// insuredHead is a heading over what is paid under insurance.
	insuredHead = regexp.MustCompile(`^(?:健康|公的(?:医療)?)?保険(?:適用|診療|治療)?(?:時|の場合|内|で|での?)?の?(?:自己負担|負担|料金|費用|価格|目安|窓口)|割負担|\((?:健康)?保険(?:診療|適用)\)`)
	// payHead is a heading over how to pay or save, not what is paid.
	payHead = regexp.MustCompile(`控除|高額療養費|助成|給付|補助金|ローン|分割|支払|キャンセル|返金|割引|特典|保証|クーポン|自賠責|任意保険|生命保険|医療保険|給付金|賠償|慰謝料`)
	// toPay says that a heading is over what is paid after all: 「お支払いの額」.
	toPay = regexp.MustCompile(`^(?:お?支払い?)(?:いただく|の|頂く)?(?:総?額|金額)`)
	// priceWord is a heading's word for prices.
	priceWord = regexp.MustCompile(`料金|費用|価格|値段|ねだん|金額|お代|いくら|相場|メニュー|(?:^|[^ン])プラン|コース|オプション|セット`)
	// priceHeading is a heading over prices, whatever kind its section is.
	priceHeading = regexp.MustCompile(pattern.Joined(`
		^(?:お|ご)?(?:料金|費用|価格|値段|ねだん|代金|price|menu & price|menu|fee)
		|(?:の|・)(?:お|ご)?(?:料金|費用|価格|値段|ねだん|代金)(?:表|一覧|案内|目安)?$
		|料金表|価格表|料金一覧
		|いくら(?:\?|かかる|です|か|$)
		|price$|fee$
	`))
	// courseHead is a heading over courses.
	courseHead = regexp.MustCompile(`コース(?:料金|プラン|価格|一覧|メニュー)?\s*(?:\(.*\))?$|セット(?:プラン|メニュー|料金|価格|割)|回数券|総額|トータル(?:料金|費用|価格|プラン|コース)`)
	// optionHead is a heading over what can be added.
	optionHead = regexp.MustCompile(`オプション|その他の?(?:料金|費用)|別途(?:必要な|かかる)?(?:料金|費用)|追加(?:料金|費用)|諸費用|付帯費用|(?:同時|併用)(?:に)?(?:施術|注入|治療|手術|メニュー|プラン|受け)`)
	// wishHead is a heading over what somebody with a wish of his own adds: 「腫れを早く引かせたい方へ」.
	wishHead = regexp.MustCompile(`(?:方|人|かた)(?:へ|には?|向け)(?:$|\s|の)`)
	// costWord says in a heading that it is about what is paid.
	costWord   = regexp.MustCompile(`料|代|費|価格|値段`)
	headParts  = regexp.MustCompile(`[・、/&＆,]|および|及び|と`)
	singleUnit = regexp.MustCompile(`(?:@|1|一)\s*(?:歯|本|回|部位|箇所|か所)`)
	keyed      = regexp.MustCompile(`^(?:施術|治療|手術|検査|接種|診療)?(?:の)?(?:お|ご)?(?:料金|費用|価格|金額|値段|ねだん|代金|お代|支払い?の?(?:額|金額))(?:の?目安|について|の?案内)?(?:\s*\(.*\))?$`)
)

// placeOf reads the headings over a section, the nearest that speaks of prices first.
func (r *reading) placeOf(s *section) pricePlace {
	p := pricePlace{rank: rankElsewhere, class: priceUnit}
	switch {
	case s.Kind == corpus.KindCost:
		p.rank = rankCost
	case s.question && s.head.kind == corpus.KindCost:
		p.rank = rankFAQ
	}
	decided := false
	for at := s; at != nil; at = at.parent {
		h := at.head.folded
		if p.rank == rankElsewhere && !s.question && priceHeading.MatchString(h) {
			p.rank = rankCost
		}
		if caseHead.MatchString(h) || at == s && s.listsCases() {
			p.rank = rankCase
		}
		if at == s || at.Kind == corpus.KindCost {
			p.words = h + " " + p.words
		}
		p.single = p.single || singleUnit.MatchString(h)
		if !decided {
			p.class, p.fee, decided = r.headingPrice(at)
		}
	}
	if !decided {
		p.class = priceUnit
	}
	return p
}

// headingPrice is what a heading makes of the prices below it; decided where it
// speaks of prices at all, or of something that is not the article's treatment.
func (r *reading) headingPrice(s *section) (class priceClass, fee string, decided bool) {
	h := s.head.folded
	if h == "" {
		return priceUnit, "", false
	}
	if r.isCheckUp() {
		h = withoutCourseNames(h)
	}
	prices := priceWord.MatchString(h)
	switch {
	case usualPrice.MatchString(h):
		return priceUnit, "", true
	case isCampaign(h), insuredHead.MatchString(h) && !containsAny(h, "自費", "自由診療", "違い", "外", "?"):
		return priceNone, "", true
	case payHead.MatchString(h) && !containsAny(h, "料金", "費用", "価格") && !toPay.MatchString(h) || strings.Contains(h, "控除"):
		return priceNone, "", true
	case !s.compares() && r.otherTreatment(s.Heading):
		return priceNone, "", true
	case optionHead.MatchString(h), wishHead.MatchString(h) && r.besideOwnPrices(s):
		return priceFee, h, true
	}
	if fee := r.headingFee(h); fee != "" {
		return priceFee, fee, true
	}
	if courseHead.MatchString(h) {
		return priceCourse, "", true
	}
	return priceUnit, "", prices
}

// besideOwnPrices reports whether a section that does not name the article's treatment
// stands beside one that does and gives sums, below the same heading.
func (r *reading) besideOwnPrices(s *section) bool {
	own := func(s *section) bool { _, found := r.subject.strip(r.lex, s.head.folded); return found }
	return s.parent != nil && !own(s) && slices.ContainsFunc(r.sections, func(b *section) bool {
		return b != s && b.parent == s.parent && b.Kind == s.Kind && hasSums(b) && own(b)
	})
}

// headingFee is the fee that a heading is about: 「麻酔クリーム」「初診料（検査・診察費）」,
// not 「検査と費用」.
func (r *reading) headingFee(h string) string {
	if runes(h) > 24 || r.isCheckUp() && !costWord.MatchString(h) {
		return ""
	}
	first := ""
	for _, part := range headParts.Split(firstPart(h), -1) {
		fee := feeWord.FindString(part)
		if fee == "" || !r.isBeside(fee) || containsAny(part, "治療", "施術", "手術") {
			return ""
		}
		if first == "" {
			first = strings.TrimSpace(fee)
		}
	}
	return first
}

// isCheckUp reports whether the article is about a check-up or a test, where コース
// and セット are the names of what is sold: 「半日コース」.
func (r *reading) isCheckUp() bool {
	return examTitle.MatchString(r.foldedTitle())
}

// withoutCourseNames takes such names out of words on a price.
func withoutCourseNames(s string) string {
	if !strings.Contains(s, "コース") && !strings.Contains(s, "セット") {
		return s
	}
	return courseNames.Replace(s)
}

var courseNames = strings.NewReplacer("コース", "", "セット", "")

func (a around) withoutCourseNames() around {
	a.label, a.column, a.over, a.lead = withoutCourseNames(a.label), withoutCourseNames(a.column), withoutCourseNames(a.over), withoutCourseNames(a.lead)
	a.after = withoutCourseNames(a.after)
	a.place.words = withoutCourseNames(a.place.words)
	return a
}

// ownHeading reports whether a heading is the name of the article's treatment, or
// of a form of it: 「ホームホワイトニング」 under 「2つの方法の違い」.
func (r *reading) ownHeading(s *section) bool {
	name := firstPart(s.head.folded)
	mentions := r.lex.Find(name)
	return len(mentions) > 0 && !slices.ContainsFunc(mentions, func(m lexicon.Mention) bool {
		return m.Concept.Kind != lexicon.Treatment || !r.isTreated(m.Concept)
	}) && mentions[len(mentions)-1].End-mentions[0].Start+len("。。") >= len(name)
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
		if r.treatsSame(label, t, c) {
			return true
		}
		if t != nil && (slices.Contains(t.Broader, c.ID) || slices.Contains(c.Broader, t.ID)) {
			return true
		}
		if scope := extent.FindString(c.Label); scope != "" && strings.HasSuffix(label, c.Label[len(scope):]) {
			return true // 部分矯正 in an article on マウスピース矯正
		}
	}
	return false
}

// extent begins the name of a treatment that is only of so much of the body.
var extent = regexp.MustCompile(`^(?:部分|全体|全顎|片顎|前歯|奥歯|上下|全顔|全身|小児|成人)`)

// otherColumn reports whether the head of a column names another treatment beside
// one that names the article's own.
func (r *reading) otherColumn(u unit, col int) bool {
	return col > 0 && col < len(u.head) && r.otherTreatment(u.head[col]) && slices.ContainsFunc(u.head[1:], r.namesOwnTreatment)
}

// namesOwn reports whether a cell of a comparison is about the article's own
// treatment: by the head of its column, or by its row.
func (r *reading) namesOwn(u unit, col int) bool {
	own := func(s string) bool {
		mentions := r.lex.Find(s)
		return len(mentions) > 0 && !slices.ContainsFunc(mentions, func(m lexicon.Mention) bool {
			return m.Concept.Kind != lexicon.Treatment || !r.isTreated(m.Concept)
		})
	}
	return col > 0 && (col < len(u.head) && own(u.head[col]) || own(cells(u.text)[0]))
}
