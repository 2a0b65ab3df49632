package anatomy

import (
	"slices"

	"shirube/corpus"
)

// The cost of an article, out of its prices.

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
