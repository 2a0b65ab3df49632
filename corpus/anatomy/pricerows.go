package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
)

// The prices of tables: what heads a column and what stands before in a row decide.

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
		if col < len(u.head) && u.head[col] != cell && inYen(u.head[col:col+1]) && bareSum.MatchString(f) {
			f += "円"
		}
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
			if p.tax == taxUnsaid {
				p.tax = taxOfColumn(a.column)
			}
			r.classify(&p, a)
			p.label = asWritten(p.label, u.text, s)
			if i > 0 {
				withoutLowered(out, &p, a.before)
			}
			if i > 0 && (p.average && averages(a.before, out) || strings.HasPrefix(strings.TrimSpace(a.before), "(") && perTimeColumn.MatchString(a.column)) {
				p.class = priceNone
			}
			switch {
			case p.tax == taxExcluded && slices.ContainsFunc(u.head, func(head string) bool { return taxOfColumn(fold(head)) == taxIncluded }):
				p.class = priceNone // the same price without the tax
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
	return withoutInstalments(out)
}

var (
	// yenHead is the head of a column of sums in yen that may go without 円.
	yenHead = regexp.MustCompile(`[(（/／]\s*円|円\s*[)）]|^(?:円|¥|￥)$|税込|税抜|税別`)
	// bareSum is such a sum: a number with a comma in it.
	bareSum = regexp.MustCompile(`^約?[0-9]{1,3}(?:,[0-9]{3})+$`)
)

// inYen reports whether one of the heads of columns says that the numbers below
// it are sums in yen.
func inYen(heads []string) bool { return slices.ContainsFunc(heads, yenHead.MatchString) }

// perTimeColumn is the head of a column that has in brackets what one session of a
// course comes to: 「5回コース（1回あたり）」.
var perTimeColumn = regexp.MustCompile(`\((?:@|1(?:回|本|個|部位)(?:分)?(?:あたり|当たり|当り|換算)|単価)`)

// taxOfColumn is what the head of a column says of the tax on the sums below it.
func taxOfColumn(head string) taxNote {
	switch with, without := strings.Contains(head, "税込"), strings.Contains(head, "税抜") || strings.Contains(head, "税別"); {
	case with && !without:
		return taxIncluded
	case without && !with:
		return taxExcluded
	}
	return taxUnsaid
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
