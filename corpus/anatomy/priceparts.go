package anatomy

import (
	"regexp"
	"slices"
	"strings"
)

// What of the sums of a section is said twice, or is a part or the like of another one.

// withoutMarket drops what a treatment costs elsewhere where the section says what
// it costs here.
func withoutMarket(prices []price) []price {
	if slices.ContainsFunc(prices, func(p price) bool { return p.ours && p.class == priceUnit }) {
		for i := range prices {
			if prices[i].market && !prices[i].ours && prices[i].class == priceUnit {
				prices[i].class = priceNone
			}
		}
	}
	return prices
}

// withoutInstalments drops what is paid each month from the prices of a line or a
// row that gives the price of all sessions. Of a medicine, months are what is sold.
func withoutInstalments(prices []price) []price {
	if slices.ContainsFunc(prices, func(p price) bool { return p.class == priceCourse && p.times }) {
		for i := range prices {
			if prices[i].monthly && prices[i].class == priceUnit {
				prices[i].class = priceNone
			}
		}
	}
	return prices
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
			return fee.class == priceFee && fee.form == sentence && fee.single && *fee.min == *p.min && (fee.label == unnamedFee || strings.Contains(fold(p.where.Sentence), fold(fee.label)))
		}) {
			p.class = priceNone
		}
	}
	return prices
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

// inParts says that one treatment is paid in parts as it goes on.
var inParts = regexp.MustCompile(`前金|残金|内金|手付金|着手金`)

// asOne makes the total of such parts the price of the treatment: it is no course.
func asOne(prices []price) {
	for i := range prices {
		if p := &prices[i]; p.class == priceCourse && !p.times {
			p.class, p.total = priceUnit, true
		}
	}
}

// instalmentOf goes on after a sum that is paid in parts: 「10万円の場合、36回払いで」.
var instalmentOf = regexp.MustCompile(`^(?:の(?:場合|とき|ご契約|契約)|を)[^。]{0,12}(?:[0-9]+回(?:払い|の分割)|分割)`)

// withoutLowered drops the price of the moment where the usual one stands in brackets
// behind it, which is then of the same unit: 「98,000円（通常132,000円）」.
func withoutLowered(out []price, p *price, before string) {
	n := len(out)
	if n == 0 || p.class == priceFee || p.min == nil || out[n-1].min == nil || *p.min <= *out[n-1].min {
		return
	}
	if before = strings.TrimLeft(before, " "); !strings.HasPrefix(before, "(") || !usualPrice.MatchString(before) {
		return
	}
	last := &out[n-1]
	if last.class == priceUnit || last.class == priceCourse {
		p.class, p.per, p.times = last.class, last.per, last.times
		last.class = priceNone
	}
}

// averages reports whether what one unit comes to is worked out of a sum before
// it: of a course, or of the sum that it stands in brackets behind.
func averages(before string, sums []price) bool {
	if strings.HasPrefix(strings.TrimSpace(before), "(") && len(sums) > 0 {
		return true
	}
	return slices.ContainsFunc(sums, func(p price) bool { return p.class == priceCourse }) || perPiece.MatchString(before) && slices.ContainsFunc(sums, func(p price) bool { return p.class == priceUnit && p.per == "month" })
}

// perPiece says of a sum behind that of a month what one piece comes to.
var perPiece = regexp.MustCompile(`1(?:本|錠|回|日|シート)(?:あたり|当たり|当り|換算)\s*約?\s*$`)

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
