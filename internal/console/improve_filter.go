package console

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/index"
	"shirube/internal/present"
	"shirube/internal/querylog"
	"shirube/internal/search"
	"shirube/internal/view"
)

// filterText is a filter as it was noted, for people.
func (r *request) filterText(f querylog.Filter) string {
	switch {
	case f.Not != nil:
		return r.T("%sを除く", r.filterText(*f.Not))
	case len(f.Either) > 0:
		var parts []string
		for _, e := range f.Either {
			parts = append(parts, r.filterText(e))
		}
		return r.T("いずれか(%s)", strings.Join(parts, " / "))
	case f.Name == querylog.LeftOut:
		return r.T("記録するには長すぎる絞り込み")
	}
	var parts []string
	if len(f.Any) > 0 {
		parts = append(parts, r.filterValues(f.Name, f.Any))
	}
	if len(f.None) > 0 {
		parts = append(parts, r.T("%sを除く", r.filterValues(f.Name, f.None)))
	}
	date := f.Name == index.RangeReviewed || f.Name == index.RangeUpdated
	if f.Min != nil {
		text := msg("%s以上")
		if date {
			text = msg("%s以降")
		}
		parts = append(parts, r.T(text, r.boundText(f.Name, *f.Min)))
	}
	if f.Max != nil {
		text := msg("%s以下")
		if date {
			text = msg("%s以前")
		}
		parts = append(parts, r.T(text, r.boundText(f.Name, *f.Max)))
	}
	return r.filterName(f.Name) + ": " + strings.Join(parts, "、")
}

// filterName is what people call what is filtered by.
func (r *request) filterName(name string) string {
	switch name {
	case index.RangeCost:
		return r.T("費用")
	case index.RangeDowntime:
		return r.T("ダウンタイム")
	case index.RangeReviewed:
		return r.T("最終確認日")
	case index.RangeUpdated:
		return r.T("更新日")
	case index.IDArticle:
		return r.T("記事")
	case index.IDPassage:
		return r.T("箇所")
	}
	facets := view.Facets()
	if i := slices.IndexFunc(facets, func(f view.Facet) bool { return f.Name == name }); i >= 0 {
		return r.T(facets[i].Title)
	}
	return name
}

// filterValues are values of a filter: codes by what they are called, others as they are.
func (r *request) filterValues(name string, values []string) string {
	labels := search.Labels(name)
	out := make([]string, 0, len(values))
	for _, v := range values {
		if labels != nil {
			v = r.T(present.LabelOf(labels, v))
		}
		out = append(out, v)
	}
	return strings.Join(out, " / ")
}

// boundText is an end of a range in its unit.
func (r *request) boundText(name string, n float64) string {
	switch name {
	case index.RangeCost:
		return present.Yen(int(n))
	case index.RangeDowntime:
		return r.T("%d日", int(n))
	case index.RangeReviewed, index.RangeUpdated:
		return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
