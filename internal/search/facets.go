package search

import (
	"slices"
	"sync"

	"shirube/corpus"
	"shirube/index"
)

// facetNames lists what can be counted.
func facetNames() []string {
	return slices.Concat(index.ArticleFacets(), index.PassageFacets(), []string{index.RangeCost, index.RangeDowntime})
}

func isFacet(name string) bool {
	return name == index.RangeCost || name == index.RangeDowntime || isValueFacet(name)
}

// isValueFacet reports whether name is a facet of values, which can be filtered
// by them.
func isValueFacet(name string) bool {
	return slices.Contains(index.ArticleFacets(), name) || slices.Contains(index.PassageFacets(), name)
}

func isRange(name string) bool { return slices.Contains(rangeNames(), name) }

func rangeNames() []string {
	return []string{index.RangeCost, index.RangeDowntime, index.RangeReviewed, index.RangeUpdated}
}

// facetRequests asks for the counts of the facets of r under filters. Where values are chosen,
// all are asked for: those are told of whatever their count.
func facetRequests(r Request, filters []index.Filter) []index.FacetRequest {
	out := make([]index.FacetRequest, 0, len(r.Facets))
	for _, name := range r.Facets {
		request := index.FacetRequest{Name: name, Found: r.FacetsFound}
		if len(filterOf(name, filters).Any) == 0 {
			request.Most = r.FacetLimit
		}
		for _, r := range rangesOf(name) {
			request.Ranges = append(request.Ranges, r.Range)
		}
		out = append(out, request)
	}
	return out
}

// labelledRange is a range that people choose. Its bounds, both inclusive, are
// those of the filter that keeps what it counts.
type labelledRange struct {
	index.Range
	label string
}

func rangesOf(name string) []labelledRange { return rangesByName()[name] }

//nolint:gochecknoglobals // a constant table
var rangesByName = sync.OnceValue(func() map[string][]labelledRange {
	at := func(v float64) *float64 { return &v }
	return map[string][]labelledRange{
		index.RangeCost: {
			{index.Range{Max: at(9_999)}, "1万円未満"},
			{index.Range{Min: at(10_000), Max: at(49_999)}, "1万〜5万円未満"},
			{index.Range{Min: at(50_000), Max: at(99_999)}, "5万〜10万円未満"},
			{index.Range{Min: at(100_000), Max: at(299_999)}, "10万〜30万円未満"},
			{index.Range{Min: at(300_000)}, "30万円以上"},
		},
		index.RangeDowntime: {
			{index.Range{Max: at(0)}, "ほぼなし"},
			{index.Range{Min: at(1), Max: at(3)}, "1〜3日"},
			{index.Range{Min: at(4), Max: at(7)}, "4〜7日"},
			{index.Range{Min: at(8)}, "8日以上"},
		},
	}
})

// facets words the counts of an engine. Chosen values are always among them,
// even where nothing has them any more: else they could not be taken back.
func (e *Engine) facets(r Request, u *understood, counts map[string][]index.FacetCount) map[string][]Facet {
	out := make(map[string][]Facet, len(r.Facets))
	for _, name := range r.Facets {
		chosen := filterOf(name, r.Filters, u.filters)
		if ranges := rangesOf(name); ranges != nil {
			out[name] = rangeFacets(ranges, counts[name], chosen)
		} else {
			out[name] = valueFacets(name, counts[name], chosen, r.FacetLimit)
		}
	}
	return out
}

// filterOf joins the filters of a name.
func filterOf(name string, lists ...[]index.Filter) index.Filter {
	var out index.Filter
	for _, list := range lists {
		for _, f := range list {
			if f.Name == name {
				out.Any = append(out.Any, f.Any...)
				if f.Min != nil || f.Max != nil {
					out.Min, out.Max = f.Min, f.Max
				}
			}
		}
	}
	return out
}

func rangeFacets(ranges []labelledRange, counts []index.FacetCount, chosen index.Filter) []Facet {
	out := make([]Facet, 0, len(ranges))
	for i, r := range ranges {
		f := Facet{Min: r.Min, Max: r.Max, Label: r.label}
		if i < len(counts) {
			f.Count = counts[i].Count
		}
		f.Selected = (chosen.Min != nil || chosen.Max != nil) && equal(chosen.Min, r.Min) && equal(chosen.Max, r.Max)
		out = append(out, f)
	}
	return out
}

func equal(a, b *float64) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

func valueFacets(name string, counts []index.FacetCount, chosen index.Filter, limit int) []Facet {
	labels := Labels(name)
	out := make([]Facet, 0, min(len(counts), limit)+len(chosen.Any))
	for i, c := range counts {
		selected := slices.Contains(chosen.Any, c.Value)
		if i < limit || selected {
			out = append(out, Facet{Value: c.Value, Label: label(labels, c.Value), Count: c.Count, Selected: selected})
		}
	}
	for _, v := range chosen.Any {
		if !slices.ContainsFunc(out, func(f Facet) bool { return f.Value == v }) {
			out = append(out, Facet{Value: v, Label: label(labels, v), Selected: true})
		}
	}
	return out
}

// Labels is the labels of a facet whose values are codes, nil for others.
func Labels(facet string) []corpus.Label {
	switch facet {
	case index.FacetKind:
		return corpus.KindLabels()
	case index.FacetSourceType:
		return corpus.SourceTypeLabels()
	case index.FacetInsurance:
		return corpus.InsuranceLabels()
	case index.FacetApproval:
		return corpus.ApprovalLabels()
	}
	return nil
}

// label is what people read for a value of a facet with these labels.
func label(labels []corpus.Label, value string) string {
	for _, l := range labels {
		if l.Value == value {
			return l.Text
		}
	}
	return value
}

// labelled is the value that people call text, or nothing.
func labelled(facet, text string) string {
	for _, l := range Labels(facet) {
		if spelling(l.Text) == spelling(text) {
			return l.Value
		}
	}
	return ""
}
