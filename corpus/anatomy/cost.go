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
		if pricesIn(s) && (s.has(cueMoney) || strings.Contains(s.Text, "税込")) && hasSums(s) {
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

// hasSums reports whether a section names sums of money.
func hasSums(s *section) bool {
	return corpus.HasAmount(s.Text) || slices.ContainsFunc(s.unitsOf(), func(u unit) bool {
		return u.sum != "" || u.form == row && inYen(u.head)
	})
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
	group := ""        // what a marked line says of the lines below it: 「【保険診療】」
	key := ""          // 料金 over the lines that follow
	share := false     // the sentence before gave what remains to be paid under insurance
	for _, u := range s.unitsOf() {
		if !mayPrice(u.text) && !(u.form == row && inYen(u.head)) {
			above, fresh = lineAbove(above, u), true
			heads = strings.Fields(above)
			sale = sale || u.form == fragment && isCampaign(above)
			key, share = "", false
			group = groupBelow(group, u)
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
		a := around{place: place, heads: heads, over: group}
		switch u.form {
		case item:
			a.lead = fold(u.lead)
		case fragment:
			if fresh || !ownWords(f) {
				a.label = above
			}
			if (sale && !fresh || arrowLine.MatchString(above)) && barePrice(u.text) {
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
	if inParts.MatchString(s.Text) {
		asOne(out)
	}
	return withoutFees(withoutParts(withoutUntaxed(withoutMarket(out))))
}

var (
	// markedLine is a line set off as a heading over the lines below it.
	markedLine = regexp.MustCompile(`^(?:[【<〈《≪\[［]+\s*([^【】<>〈〉《》≪≫\[\]［］]{2,24})\s*[】>〉》≫\]］]+|[■●◆▼◇□○★☆]\s*(.{2,24}))$`)
	// insuredLine is such a line by its words alone.
	insuredLine = regexp.MustCompile(`^(?:健康|公的)?保険(?:適用|診療)(?:の場合|の方|時)?\s*(?:\([^()]*\))?$`)
)

// groupBelow is what a line without a sum says of the lines below it, up to the next
// one that does.
func groupBelow(group string, u unit) string {
	if u.form != fragment {
		return group
	}
	f := fold(u.text)
	if m := markedLine.FindStringSubmatch(f); m != nil {
		return m[1] + m[2]
	}
	switch {
	case insuredLine.MatchString(f):
		return f
	case saysOwnPay.MatchString(f):
		return ""
	}
	return group
}

// namedFee is a fee in a list of those that a sentence adds: 「・見本投薬料（」.
var namedFee = regexp.MustCompile(`([\p{Han}\p{Katakana}ー]{2,12}(?:料|代|費))\s*[(:]?\s*約?$`)

// afterFee makes a fee of a sum that stands behind one in the same line f: that of the
// next column (「適応検査 5,000円 5,000円」), or the next in a list of what is added.
func afterFee(out []price, p *price, before, f string) {
	n := len(out)
	if n == 0 || out[n-1].class != priceFee || p.class != priceUnit {
		return
	}
	if p.form == fragment && before != "" && strings.TrimSpace(before) == "" {
		p.class, p.label = priceFee, out[n-1].label
	} else if m := namedFee.FindStringSubmatch(before); m != nil && p.form == sentence && strings.Contains(f, "別途") {
		p.class, p.label = priceFee, m[1]
	}
}

// arrowLine is a line that leads from the usual price above it to the one that is
// asked now.
var arrowLine = regexp.MustCompile(`^(?:→|⇒|➡|►|▶|▷|↓|⇓|▼|»|>)+$`)

// ownWords reports whether a line says itself what its price is for.
func ownWords(f string) bool {
	sums := amounts(f)
	return len(sums) > 0 && hasLetters(strings.TrimSuffix(strings.TrimRight(f[:sums[0].start], " "), "約"))
}

// saysTotal is the cell that heads the sums of what stands above it.
var saysTotal = regexp.MustCompile(`^(?:総額|合計|総計|計)(?:金額|費用)?$`)

// lineAbove is what stands above the sums that follow a unit: a short line, with
// the one above it where it is only a note in brackets.
func lineAbove(above string, u unit) string {
	if u.form != fragment {
		return ""
	}
	f := fold(u.text)
	if above != "" && (strings.HasPrefix(f, "(") || saysTotal.MatchString(above) && hasAnySuffix(f, "含む", "含みます", "込み", "込")) {
		return above + " " + f
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
		if p.class != priceNone && (isInsured(f[:sum.start]) || instalmentOf.MatchString(f[sum.end:])) {
			p.class = priceNone
		}
		afterFee(out, &p, a.before, f)
		if n := len(out); p.per == "" && p.class == priceUnit && n > 0 && out[n-1].class == priceUnit {
			p.per = out[n-1].per
		}
		withoutLowered(out, &p, a.before)
		if p.average && p.class == priceUnit && averages(a.before, out) {
			p.class = priceNone
		}
		out = append(out, p)
		from = sum.end
	}
	return withoutInstalments(out)
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
