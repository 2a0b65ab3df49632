package quality

import (
	"cmp"
	"slices"

	"shirube/internal/statement"
)

const (
	// costGap is the share of the lower price by which two prices must be apart: tax and
	// rounding contradict nothing.
	costGap = 0.1
	// mostCompared is how many articles of one treatment are compared with one another; the
	// lowest and the highest figures are always among them.
	mostCompared = 400
)

// contradictions are figures of one treatment that have nothing in common, each article's with
// the one that is farthest from it, every pair once.
func contradictions(figures []figure) []Finding {
	type key struct {
		kind           Kind
		treatment, per string
	}
	groups := map[key][]figure{}
	var order []key
	for _, f := range figures {
		k := key{f.kind, f.treatment, f.per}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], f)
	}
	var out []Finding
	for _, k := range order {
		out = append(out, apart(groups[k])...)
	}
	return out
}

// apart are the contradictions among the figures of one treatment.
func apart(group []figure) []Finding {
	if len(group) < 2 {
		return nil
	}
	sorted := slices.Clone(group)
	slices.SortStableFunc(sorted, func(a, b figure) int { return cmp.Compare(low(a.bounds), low(b.bounds)) })
	against := sorted
	if len(sorted) > mostCompared {
		against = append(slices.Clone(sorted[:mostCompared/2]), sorted[len(sorted)-mostCompared/2:]...)
	}
	type pair struct{ a, b string }
	said := map[pair]bool{}
	var out []Finding
	for _, f := range sorted {
		far, gap := -1, 0
		for j := range against {
			if g := f.bounds.Apart(against[j].bounds); g > gap && against[j].Article.ID != f.Article.ID && matters(f.kind, f.bounds, against[j].bounds, g) {
				far, gap = j, g
			}
		}
		if far < 0 {
			continue
		}
		o := against[far]
		p := pair{min(f.Article.ID, o.Article.ID), max(f.Article.ID, o.Article.ID)}
		if said[p] {
			continue
		}
		said[p] = true
		other := o.Place
		out = append(out, Finding{
			Kind: f.kind, Place: f.Place, What: f.treatment, Since: later(f.Article, o.Article), Other: &other,
			Range: f.bounds, OtherRange: o.bounds, Per: f.per,
		})
	}
	return out
}

// low orders ranges: what is open below comes first.
func low(r statement.Range) int {
	if r.Min == nil {
		return 0
	}
	return *r.Min
}

// matters reports whether a gap is more than tax and rounding.
func matters(kind Kind, a, b statement.Range, gap int) bool {
	if kind != CostApart {
		return gap > 0
	}
	lower := 0
	for _, r := range []statement.Range{a, b} {
		if r.Max != nil && (lower == 0 || *r.Max < lower) {
			lower = *r.Max
		}
	}
	return float64(gap) > costGap*float64(lower)
}

// compareCoverage orders treatments: those with most articles first.
func compareCoverage(a, b Coverage) int {
	return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Treatment, b.Treatment))
}
