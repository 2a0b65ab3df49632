package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/text"
)

// readCost reads the treatment's price, courses and fees.
func (r *reading) readCost() {
	declared := r.declared.Cost.MinYen != nil || r.declared.Cost.MaxYen != nil || r.declared.Cost.CourseMinYen != nil || r.declared.Cost.CourseMaxYen != nil
	if declared && len(r.declared.Fees) > 0 {
		return
	}
	var found []price
	for _, s := range r.sections {
		if pricesIn(s) && s.has(cueMoney) && (corpus.HasAmount(s.Text) || slices.ContainsFunc(s.unitsOf(), func(u unit) bool { return u.sum != "" })) {
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
	place := r.placeOf(s)
	var heads []string // of the columns of a flattened table, in the line above
	above := ""        // the last line that is no sentence: the cell above in a flattened table
	fresh := false     // no price stands below that line yet
	sale := false      // a line says that prices are lowered
	key := ""          // 料金 over the lines that follow
	share := false     // the sentence before gave what remains to be paid under insurance
	for _, u := range s.unitsOf() {
		if !mayPrice(u.text) {
			above, fresh = lineAbove(above, u), true
			heads = strings.Fields(above)
			sale = sale || u.form == fragment && isCampaign(above)
			key, share = "", false
			continue
		}
		if u.form == row {
			out = append(out, r.rowPrices(s, u, place)...)
			continue
		}
		if s.compares() && !r.ownHeading(s) {
			continue
		}
		f := u.folded()
		if u.pair != "" {
			key, _, _ = strings.Cut(u.pair, ":")
		}
		a := around{place: place, heads: heads}
		switch u.form {
		case item:
			a.lead = fold(u.lead)
		case fragment:
			if fresh || !ownWords(f) {
				a.label = above
			}
			if sale && !fresh && barePrice(u.text) {
				continue // below the usual price
			}
		}
		fresh = false
		a.place.rank = max(keyedRank(place.rank, a.label, f), keyedRank(place.rank, key, ""))
		if a.place.rank > rankElsewhere || a.place.class == priceFee || costCue.MatchString(f) || u.form != sentence && isPriceLine(f) {
			prices := r.textPrices(s, u, f, a)
			share = u.form == sentence && !saysOwnPay.MatchString(f) && (share || isShare(f))
			out = append(out, withoutShares(prices, share)...)
		}
	}
	return withoutFees(withoutParts(withoutUntaxed(out)))
}

// withoutUntaxed drops the sums without tax that say again what another one of
// the section says with it: 「税抜 7,000円」 in a cell of its own below 「税込 7,700円」.
func withoutUntaxed(prices []price) []price {
	for i := range prices {
		p := &prices[i]
		if p.tax == taxExcluded && p.min != nil && slices.ContainsFunc(prices, func(taxed price) bool {
			return taxed.tax == taxIncluded && taxed.min != nil && isTaxed(*p.min, *taxed.min)
		}) {
			p.class = priceNone
		}
	}
	return prices
}

// isTaxed reports whether a sum is another one with the tax on it, to the yen.
func isTaxed(without, with int) bool {
	return slices.ContainsFunc([]int{8, 10}, func(percent int) bool {
		full := without * (100 + percent)
		return full-100 < with*100 && with*100 < full+100
	})
}

// withoutFees drops the lines that say again what a sentence of the section calls
// a fee: 「別途16,500円です」 above 「クリア糸 16,500円」.
func withoutFees(prices []price) []price {
	for i := range prices {
		p := &prices[i]
		if p.class == priceUnit && p.form != sentence && p.single && slices.ContainsFunc(prices, func(fee price) bool {
			return fee.class == priceFee && fee.form == sentence && fee.single && *fee.min == *p.min
		}) {
			p.class = priceNone
		}
	}
	return prices
}

// ownWords reports whether a line says itself what its price is for.
func ownWords(f string) bool {
	sums := amounts(f)
	return len(sums) > 0 && hasLetters(strings.TrimSuffix(strings.TrimRight(f[:sums[0].start], " "), "約"))
}

// lineAbove is what stands above the sums that follow a unit: a short line, with
// the one above it where it is only a note in brackets.
func lineAbove(above string, u unit) string {
	if u.form != fragment {
		return ""
	}
	f := fold(u.text)
	if strings.HasPrefix(f, "(") && above != "" {
		return above + f
	}
	return f
}

// barePrice reports whether a cell or a line is nothing but a price.
func barePrice(s string) bool {
	f := fold(s)
	sums := amounts(f)
	return len(sums) > 0 && strings.Trim(f[:sums[0].start], " 約各一律¥") == "" && strings.TrimLeft(f[sums[len(sums)-1].end:], " ()税込抜別約〜~+から円/・") == ""
}

// isPriceLine reports whether a line in normal form ends in its price, as those of
// lists do: 「学科のある方：16,500円（税込）」.
func isPriceLine(f string) bool {
	sums := amounts(f)
	return len(sums) > 0 && strings.TrimLeft(f[sums[len(sums)-1].end:], " ()税込抜別約〜~+から円/・") == ""
}

// isShare reports whether a sentence says what the patient's share is of what
// insurance covers.
func isShare(f string) bool {
	sums := amounts(f)
	return len(sums) > 0 && isInsured(f[:sums[0].start])
}

// withoutShares drops the prices of a sentence that goes on after the one that
// gives the patient's share: 「3割負担で…です。簡易検査は3,000円前後です」.
func withoutShares(prices []price, share bool) []price {
	if share {
		for i := range prices {
			if prices[i].class != priceFee {
				prices[i].class = priceNone
			}
		}
	}
	return prices
}

// saysOwnPay says that what follows is not covered: covered care has no tax on it.
var saysOwnPay = regexp.MustCompile(`自費|自由診療|保険(?:適用|適応|診療)?外|全額|税込|税抜|税別|保険が(?:使え|きか|効か)(?:ない|ず)`)

// keyedRank is the rank of a sum under or after a key like 料金.
func keyedRank(rank int, label, f string) int {
	if rank != rankElsewhere && rank != rankFAQ {
		return rank
	}
	key, _, ok := strings.Cut(f, ":")
	if keyed.MatchString(label) || ok && keyed.MatchString(strings.TrimSpace(key)) {
		return rankKeyed
	}
	return rank
}

// mayPrice is a quick test for sentences that amounts has to look at.
func mayPrice(s string) bool {
	return strings.Contains(s, "円") || strings.Contains(s, "¥") || strings.Contains(s, "￥")
}

// textPrices reads the sums of one sentence, list item or line. What stands
// between two sums belongs to the one after it, but for a note in brackets.
func (r *reading) textPrices(s *section, u unit, f string, a around) []price {
	var out []price
	found := amounts(f)
	other := r.otherTreatment(u.text) || a.label != "" && r.otherTreatment(a.label)
	if slices.ContainsFunc(found, func(sum amount) bool { return sum.lowered }) && isCampaign(a.label) {
		a.label = "" // the campaign is what the arrow leads to
	}
	from := 0
	heads := a.heads
	if a.heads = nil; len(found) > 1 && len(heads) >= len(found) {
		heads, a.label = heads[len(heads)-len(found):], ""
	} else {
		heads = nil
	}
	for i, sum := range found {
		if heads != nil {
			a.column = heads[i]
		}
		a.before, a.after = f[from:sum.start], upToMark(f[sum.end:])
		if i+1 < len(found) {
			a.after = ownAfter(f[sum.end:found[i+1].start])
		}
		p := price{amount: sum, rank: a.place.rank, form: u.form, other: other, where: corpus.Evidence{Section: s.ID, Sentence: u.text}}
		r.classify(&p, a)
		p.label = asWritten(p.label, u.text, s)
		if p.class != priceNone && isInsured(f[:sum.start]) {
			p.class = priceNone
		}
		if n := len(out); p.per == "" && p.class == priceUnit && n > 0 && out[n-1].class == priceUnit {
			p.per = out[n-1].per
		}
		if p.average && p.class == priceUnit && averages(a.before, out) {
			p.class = priceNone
		}
		out = append(out, p)
		from = sum.end
	}
	return out
}

// asWritten is a fee's label in the article's own characters.
func asWritten(label, sentence string, s *section) string {
	if label == "" {
		return ""
	}
	for _, source := range []string{sentence, s.Text, s.Heading} {
		n := text.Normalize(source)
		if i := strings.Index(n.String, label); i >= 0 {
			from, to := n.Original(i, i+len(label))
			return strings.TrimSpace(source[from:to])
		}
	}
	return label
}

// averages reports whether what one unit comes to is worked out of a sum before
// it: of a course, or of the sum that it stands in brackets behind.
func averages(before string, sums []price) bool {
	if strings.HasPrefix(strings.TrimSpace(before), "(") && len(sums) > 0 {
		return true
	}
	return slices.ContainsFunc(sums, func(p price) bool { return p.class == priceCourse })
}

// rowPrices reads the sums of a table row: each with its column's head and the
// cells before it.
func (r *reading) rowPrices(s *section, u unit, place pricePlace) []price {
	var out []price
	cut := cells(u.text)
	f := u.folded()
	label, over := "", fold(u.over)
	place.rank = keyedRank(place.rank, fold(cut[0]), "")
	if place.rank <= rankElsewhere && !costCue.MatchString(f+strings.Join(u.head, " ")) && !barePrice(cut[len(cut)-1]) {
		return nil
	}
	for col, cell := range cut {
		f := fold(cell)
		sums := amounts(f)
		if len(sums) == 0 && col+1 < len(cut) {
			label = strings.TrimSpace(label + " " + f)
		}
		a := around{label: label, over: over, place: place}
		if col < len(u.head) && u.head[col] != cell {
			a.column = fold(u.head[col])
		}
		from := 0
		for i, sum := range sums {
			a.before, a.after = f[from:sum.start], upToMark(f[sum.end:])
			if i+1 < len(sums) {
				a.after = ownAfter(f[sum.end:sums[i+1].start])
			}
			from = sum.end
			p := price{amount: sum, rank: place.rank, form: row, where: corpus.Evidence{Section: s.ID, Sentence: u.text}}
			r.classify(&p, a)
			p.label = asWritten(p.label, u.text, s)
			if p.average && i > 0 && averages(a.before, out) {
				p.class = priceNone
			}
			switch {
			case r.ofAnotherColumn(s, u, col, label):
				p.class = priceNone
			case !s.compares():
				p.other = r.ofAnother(u, &p, label)
			}
			out = append(out, p)
		}
	}
	for i := range out {
		if out[i].average && out[i].class == priceUnit && averages("", out) {
			out[i].class = priceNone
		}
	}
	return out
}

// ofAnotherColumn reports whether a price of a row is not the article's
// treatment's by its column, or by what heads the row in a comparison.
func (r *reading) ofAnotherColumn(s *section, u unit, col int, label string) bool {
	if s.compares() {
		return !r.namesOwn(u, col)
	}
	column := ""
	if col > 0 && col < len(u.head) {
		column = u.head[col]
	}
	return comparedCell.MatchString(label) || comparedCell.MatchString(column) || r.otherColumn(u, col)
}

// ofAnother reports whether a price of a row is another treatment's, by its row or
// what its table is about.
func (r *reading) ofAnother(u unit, p *price, label string) bool {
	rest := u.text
	if p.class == priceFee {
		// アレルギー検査 is a treatment to the lexicon, but beside another one a fee.
		rest = strings.Replace(label, fold(p.label), "", 1)
	}
	return r.otherTreatment(rest) || u.over != "" && p.class != priceFee && r.otherTreatment(u.over) && !r.namesOwnTreatment(u.text)
}

// withoutParts drops the parts of a total from the prices of a section that gives
// it: rows from those of a table, lines and items from those of a list.
func withoutParts(prices []price) []price {
	for _, form := range []unitForm{row, item, fragment} {
		if !slices.ContainsFunc(prices, func(p price) bool { return p.form == form && p.total && !p.other && p.class != priceNone }) {
			continue
		}
		for i := range prices {
			if p := &prices[i]; p.form == form && !p.total && (p.class == priceUnit || p.class == priceCourse || p.added) {
				p.class = priceNone
			}
		}
	}
	return prices
}

// minPrice is the least sum in yen that is taken for a price.
const minPrice = 100

// setCost makes the article's cost of the prices: those from the best place that
// has any.
func (r *reading) setCost(found []price) {
	c := &r.article.Cost
	found = ownPrices(withoutCases(found))
	units := alike(bestRanked(found, priceUnit))
	courses := bestRanked(found, priceCourse)
	if len(units) > 0 {
		if c.Per = commonUnit(units); c.Per == "" {
			c.Per = r.defaultUnit()
		}
		c.MinYen, c.MaxYen = span(units)
	}
	c.CourseMinYen, c.CourseMaxYen = span(courses)
	for _, p := range append(slices.Clone(units), courses...) {
		if !slices.Contains(c.Evidence, p.where) {
			c.Evidence = append(c.Evidence, p.where)
		}
	}
}

// ownPrices leaves out what names another treatment. Where a section on costs has
// nothing else, the treatment goes there by another name: 「炭酸ガスレーザー」 in an
// article on moles.
func ownPrices(found []price) []price {
	own := func(p price) bool { return !p.other && (p.class == priceUnit || p.class == priceCourse) }
	none := !slices.ContainsFunc(found, own)
	return slices.DeleteFunc(slices.Clone(found), func(p price) bool { return p.other && (!none || p.rank != rankCost) })
}

// withoutCases leaves out what single patients paid where the article says what
// the treatment costs.
func withoutCases(found []price) []price {
	priced := func(p price) bool { return p.rank > rankCase && (p.class == priceUnit || p.class == priceCourse) }
	if !slices.ContainsFunc(found, priced) {
		return found
	}
	return slices.DeleteFunc(slices.Clone(found), func(p price) bool { return p.rank == rankCase })
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
		if p.class != priceFee || p.other || p.min == nil || !p.plausible() {
			continue
		}
		fee := corpus.Fee{Label: p.label, Yen: p.min, Evidence: p.where}
		if !slices.ContainsFunc(r.article.Fees, func(f corpus.Fee) bool { return f.Label == fee.Label && *f.Yen == *fee.Yen }) {
			r.article.Fees = append(r.article.Fees, fee)
		}
	}
}
