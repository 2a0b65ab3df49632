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
	class priceClass
	per   string // a unit of corpus.CostUnits; empty where nothing says
	label string // of a fee
	where corpus.Evidence
	rank  int  // how sure it is that this is a price: see priceRank
	total bool // of a table row that sums the others up
	later bool // of a unit after the first: 「2本目以降」
}

var (
	campaignWords = strings.Fields(`キャンペーン モニター 初回限定 初回価格 初回特別 初回の方 トライアル お試し 特別価格 期間限定 割引 円引き 今だけ クーポン ポイント 会員価格 学割 紹介割 値引 限定価格 先着 初めての方 体験価格`)
	insuredWords  = strings.Fields(`割負担 保険適用時 保険適用の場合 保険診療の場合 保険が適用される場合 保険適用で 保険診療で 保険が適用されると 窓口負担 高額療養費 後期高齢者 自己負担限度`)
	notPriceWords = strings.Fields(`控除 年収 医療費の総額 所得 給付 助成 補助 補償 賠償 慰謝料 救済 市場 売上 寄付 月々 分割 ローン 頭金 ボーナス 回払い 金利 年会費 罰金 節約 安く 差額 平均賃金 経済損失 医療費が 医療費の合計`)
	comparedWords = strings.Fields(`エステでは エステサロン サロンでは 他院では 他の治療では 全国平均`)

	// A price off is a campaign's; the オフ of オフィスホワイトニング and the off of office are not.
	priceOff = regexp.MustCompile(`オフ(?:[^ィ]|$)|(?:^|[^a-z])off(?:[^a-z]|$)`)

	feeWord   = regexp.MustCompile(`(初診料|再診料|初診・再診料|診察料|診察代|診療費|カウンセリング料|カウンセリング代|相談料|麻酔代|麻酔料|麻酔費用|麻酔クリーム|笑気麻酔|静脈麻酔|表面麻酔|ブロック麻酔|局所麻酔|麻酔|血液検査代?|血液検査料|検査料|検査代|検査費用?|精密検査|検査|ct撮影料?|レントゲン|薬代|お薬代|処方料|内服薬|外用薬|塗り薬|飲み薬|軟膏|点眼薬|オプション|キャンセル料|キャンセル代|指名料|針代|チップ代|材料費|送料|調整料|保定装置|リテーナー|保定料|仮歯|骨造成|骨移植|抜歯|メンテナンス|定期検診|アフターケア|シェービング代?|剃毛料?|パック|ドレッシング|圧迫着|除去料|溶解注射|入院費|紹介状|診断書|診断料|管理料)`)
	included  = regexp.MustCompile(`(?:込み|込|含む|含み|含ま|セット)`)
	sessions2 = regexp.MustCompile(`(?:^|[^0-9.])([2-9]|[1-9][0-9])\s*(?:回|クール)\s*(?:コース|セット|分|で|の?合計|パック|プラン|あたり|:|\||$|\s|受け|接種|\(|/)`)
	courseCue = regexp.MustCompile(`コース|セット|トータル|総額|総費用|合計|全部で|全体で|一式|クール|パック|年間|通い放題|無制限|全顎|矯正全体`)
	costCue   = regexp.MustCompile(`費用|料金|価格|値段|相場|コスト|代金|金額|かか|自己負担|円(?:\(税込\))?(?:から|〜|~|程度|前後)|1回|一回|トータル|総額|販売|お支払`)
)

// readCost reads the treatment's price, courses and fees.
func (r *reading) readCost() {
	declared := r.declared.Cost.MinYen != nil || r.declared.Cost.MaxYen != nil || r.declared.Cost.CourseMinYen != nil || r.declared.Cost.CourseMaxYen != nil
	if declared && len(r.declared.Fees) > 0 {
		return
	}
	var found []price
	for _, s := range r.sections {
		if pricesIn(s) && s.has(cueMoney) && corpus.HasAmount(s.Text) {
			found = append(found, r.sectionPrices(s)...)
		}
	}
	if len(r.declared.Fees) == 0 {
		r.addFees(found)
	}
	if !declared {
		r.setCost(found)
	}
}

// pricesIn reports whether a section's sums can be the treatment's.
func pricesIn(s *section) bool {
	switch s.Kind {
	case corpus.KindSources, corpus.KindSupervision:
		return false
	}
	return true
}

// sectionPrices reads every sum of a section.
func (r *reading) sectionPrices(s *section) []price {
	var out []price
	rank := priceRank(s)
	heading := fold(s.Heading)
	if s.parent != nil && s.parent.Kind == corpus.KindCost {
		heading = fold(s.parent.Heading) + " " + heading
	}
	var table []price
	context := "" // of a flattened table: the cell above
	for _, u := range s.unitsOf() {
		if u.form == row {
			if mayPrice(u.text) && (rank != rankElsewhere || costCue.MatchString(u.folded()+strings.Join(u.head, " "))) {
				table = append(table, r.rowPrices(s, u, heading, rank)...)
			}
			continue
		}
		out, table = append(out, withoutParts(table)...), nil
		if s.Kind == corpus.KindComparison {
			continue
		}
		if !mayPrice(u.text) {
			if context = ""; u.form == fragment {
				context = fold(u.text)
			}
			continue
		}
		f := u.folded()
		if rank == rankElsewhere && !costCue.MatchString(f) {
			continue
		}
		lead := ""
		switch u.form {
		case item:
			lead = fold(u.lead)
		case fragment:
			lead = context
		}
		out = append(out, r.textPrices(s, u.text, f, heading, lead, rank)...)
	}
	return append(out, withoutParts(table)...)
}

// withoutParts drops the parts of a total from the prices of a table that gives it.
func withoutParts(table []price) []price {
	if !slices.ContainsFunc(table, func(p price) bool { return p.total && p.class != priceNone }) {
		return table
	}
	for i := range table {
		if p := &table[i]; !p.total && (p.class == priceUnit || p.class == priceCourse) {
			p.class = priceNone
		}
	}
	return table
}

// mayPrice is a quick test for sentences that amounts has to look at.
func mayPrice(s string) bool {
	return strings.Contains(s, "円") || strings.Contains(s, "¥") || strings.Contains(s, "￥")
}

// priceRank orders where a price stands: what a section on cost says goes before
// an FAQ, and that before a passing mention.
func priceRank(s *section) int {
	switch {
	case s.Kind == corpus.KindCost:
		return rankCost
	case s.question && readHeading(s.Heading).kind == corpus.KindCost:
		return rankFAQ
	}
	return rankElsewhere
}

const (
	rankElsewhere = iota
	rankFAQ
	rankCost
)

// textPrices reads the sums of one sentence or list item. What stands between
// two sums belongs to the one after it.
func (r *reading) textPrices(s *section, original, f, heading, lead string, rank int) []price {
	var out []price
	found := amounts(f)
	from := 0
	prev := price{}
	for i, a := range found {
		to := len(f)
		if i+1 < len(found) {
			to = found[i+1].start
		}
		before, after := f[from:a.start], upToMark(f[a.end:to])
		p := price{amount: a, rank: rank, where: corpus.Evidence{Section: s.ID, Sentence: original}}
		r.classify(&p, before, after, heading, lead)
		if p.class != priceNone && insuredBefore(f[:a.start]) {
			p.class = priceNone
		}
		if p.per == "" && p.class == priceUnit && prev.class == priceUnit {
			p.per = prev.per
		}
		if r.otherTreatment(original) {
			p.class = priceNone
		}
		if p.class == priceUnit {
			prev = p
		}
		out = append(out, p)
		from = a.end
	}
	return out
}

// rowPrices reads the sums of a table row: each with its column's head and the
// first cell of the row.
func (r *reading) rowPrices(s *section, u unit, heading string, rank int) []price {
	var out []price
	row := cells(u.text)
	for col, cell := range row {
		f := fold(cell)
		for _, a := range amounts(f) {
			context, label := "", ""
			if col < len(u.head) && u.head[col] != cell {
				context = fold(u.head[col]) + " "
			}
			if col > 0 {
				label = fold(row[0])
				context += label + " "
			}
			p := price{amount: a, rank: rank, where: corpus.Evidence{Section: s.ID, Sentence: u.text}}
			r.classify(&p, context+f[:a.start], f[a.end:], heading, "")
			p.total = totalRow.MatchString(label)
			if s.Kind == corpus.KindComparison && !r.namesOwn(u, col) {
				p.class = priceNone
			}
			fee := rowFee(label)
			if fee != "" && p.class != priceNone && !r.namesOwnTreatment(label) {
				p.class, p.label = priceFee, fee
			}
			if s.Kind != corpus.KindComparison && r.otherTreatment(withoutFee(u.text, label, fee)) {
				p.class = priceNone
			}
			out = append(out, p)
		}
	}
	return out
}

// withoutFee is a row without the fee that it names: アレルギー検査 is a treatment to
// the lexicon, but beside another one what is paid on top.
func withoutFee(row, label, fee string) string {
	if fee == "" {
		return row
	}
	return strings.Replace(label, fee, "", 1)
}

// namesOwnTreatment reports whether a label names the article's own treatment:
// 「アレルギー検査」 is no fee in an article about it.
func (r *reading) namesOwnTreatment(label string) bool {
	return slices.ContainsFunc(r.lex.Find(label), func(m lexicon.Mention) bool {
		return m.Concept.Kind == lexicon.Treatment && slices.Contains(r.article.Treatments, m.Concept.Label)
	})
}

var totalRow = regexp.MustCompile(`総額|合計|総計|トータル`)

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

var (
	afterCourse = regexp.MustCompile(`^\s*(?:程度|ほど|前後)?\s*(?:[(（/／]\s*(?:全)?(?:[2-9]|[1-9][0-9])\s*回|の?コース)`)
	// unitTotal sums up what one unit costs: 「1本総額」 is no course.
	unitTotal    = regexp.MustCompile(`(?:1|一)\s*(?:回|本|歯|部位)(?:あたり)?の?(?:総額|合計|総計|トータル)`)
	rangeOfTimes = regexp.MustCompile(`[0-9]\s*回目`)
)

// minPrice is the least sum in yen that is taken for a price.
const minPrice = 100

// setCost makes the article's cost of the prices: those from the best place that
// has any.
func (r *reading) setCost(found []price) {
	c := &r.article.Cost
	units := bestRanked(found, priceUnit)
	courses := bestRanked(found, priceCourse)
	if len(units) > 0 {
		units = firstUnits(units)
		c.Per = commonUnit(units)
		units = slices.DeleteFunc(units, func(p price) bool { return p.per != "" && p.per != c.Per })
		c.MinYen, c.MaxYen = span(units)
		if c.Per == "" {
			c.Per = r.defaultUnit()
		}
	}
	c.CourseMinYen, c.CourseMaxYen = span(courses)
	for _, p := range append(slices.Clone(units), courses...) {
		if !slices.Contains(c.Evidence, p.where) {
			c.Evidence = append(c.Evidence, p.where)
		}
	}
}

// firstUnits leaves out what further units cost where the price of the first is known.
func firstUnits(units []price) []price {
	if !slices.ContainsFunc(units, func(p price) bool { return !p.later }) {
		return units
	}
	return slices.DeleteFunc(units, func(p price) bool { return p.later })
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

// bestRanked keeps the prices of a class that stand in the best place.
func bestRanked(found []price, class priceClass) []price {
	best := -1
	for _, p := range found {
		if p.class == class && p.plausible() {
			best = max(best, p.rank)
		}
	}
	var out []price
	for _, p := range found {
		if p.class == class && p.rank == best && p.plausible() {
			out = append(out, p)
		}
	}
	return out
}

func (p *price) plausible() bool {
	return (p.min == nil || *p.min >= minPrice) && (p.max == nil || *p.max >= minPrice)
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

// span is the least and the greatest of prices. An open price leaves the maximum
// open where none known is above it.
func span(prices []price) (lo, hi *int) {
	for _, p := range prices {
		if p.min != nil && (lo == nil || *p.min < *lo) {
			lo = p.min
		}
		if p.max != nil && (hi == nil || *p.max > *hi) {
			hi = p.max
		}
	}
	for _, p := range prices {
		if p.max == nil && p.min != nil && hi != nil && *p.min >= *hi {
			hi = nil
		}
	}
	if lo != nil && hi != nil && *lo > *hi {
		hi = nil
	}
	return lo, hi
}

// addFees lists what is paid beside the treatment, each once.
func (r *reading) addFees(found []price) {
	for _, p := range found {
		if p.class != priceFee || p.min == nil {
			continue
		}
		fee := corpus.Fee{Label: p.label, Yen: p.min, Evidence: p.where}
		if !slices.ContainsFunc(r.article.Fees, func(f corpus.Fee) bool { return f.Label == fee.Label && *f.Yen == *fee.Yen }) {
			r.article.Fees = append(r.article.Fees, fee)
		}
	}
}
