package dify

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
	"shirube/internal/text"
)

// compiler makes filters of the index out of conditions, so that the index keeps what
// they allow before the best are chosen: nothing is lost by looking at the best alone.
type compiler struct {
	ctx         context.Context //nolint:containedctx // lives as long as one request
	s           Searcher
	collections []string
	articles    []search.ArticleSummary // of the collections, once they were needed
}

// filters are the conditions as filters: one of them must hold, or all.
func (c *compiler) filters(tests []test, either bool) ([]index.Filter, error) {
	var out []index.Filter
	for _, t := range tests {
		f, err := c.filter(t)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	if either && len(out) > 1 {
		return []index.Filter{{Either: out}}, nil
	}
	return out, nil
}

func (c *compiler) filter(t test) (index.Filter, error) {
	either := make([]index.Filter, 0, len(t.fields))
	for _, f := range t.fields {
		one, err := c.one(f, t)
		if err != nil {
			return index.Filter{}, err
		}
		either = append(either, one)
	}
	out := one(either)
	if t.contrary {
		return index.Filter{Not: &out}, nil
	}
	return out, nil
}

// one is a filter that keeps what one of these does, and nothing where there are none.
func one(either []index.Filter) index.Filter {
	switch len(either) {
	case 0:
		return index.Filter{Name: index.IDArticle, Any: []string{""}} // no article has this id
	case 1:
		return either[0]
	}
	return index.Filter{Either: either}
}

// one is the filter for a field, without regard to whether the contrary is meant.
func (c *compiler) one(f field, t test) (index.Filter, error) {
	switch f.form {
	case numbers, days:
		return rangeFilter(f, t)
	case ids:
		return c.idFilter(f, t), nil
	case exact:
		if f.filter != "" && (t.operator == is || t.operator == in) {
			return c.idFilter(f, t), nil
		}
		return c.articleFilter(f, t)
	}
	if f.filter == "" {
		return c.articleFilter(f, t)
	}
	return c.facetFilter(f, t)
}

// idFilter is for ids, which are known without a search; every document has one.
func (c *compiler) idFilter(f field, t test) index.Filter {
	if t.operator == notEmpty {
		return index.Filter{Name: f.filter, None: []string{""}}
	}
	if len(t.values) == 0 {
		return one(nil)
	}
	return index.Filter{Name: f.filter, Any: t.values}
}

// facetFilter is for the values of a facet: those that there are and compare so.
func (c *compiler) facetFilter(f field, t test) (index.Filter, error) {
	if labels := search.Labels(f.filter); labels != nil && (t.operator == is || t.operator == in) {
		if err := checkLabels(f, t, labels); err != nil {
			return index.Filter{}, err
		}
	}
	values, err := c.s.FacetValues(c.ctx, search.FacetValuesRequest{
		Name: f.filter, Request: search.Request{View: index.Articles, Collections: c.collections, FacetLimit: math.MaxInt32, Highlight: search.HighlightOff},
	})
	if err != nil {
		return index.Filter{}, fmt.Errorf("dify: values of %s: %w", f.name, err)
	}
	var keep []string
	for _, v := range values {
		switch {
		case t.operator == notEmpty && v.Value == f.none:
		case f.form.holds(v.Value, t.operator, t.values), f.form.holds(v.Label, t.operator, t.values):
			keep = append(keep, v.Value)
		}
	}
	if len(keep) == 0 {
		return one(nil), nil
	}
	return index.Filter{Name: f.filter, Any: keep}, nil
}

// checkLabels refuses values that a field whose values are fixed cannot have.
func checkLabels(f field, t test, labels []corpus.Label) error {
	for _, v := range t.values {
		known := slices.ContainsFunc(labels, func(l corpus.Label) bool {
			return f.form.holds(l.Value, is, []string{v}) || f.form.holds(l.Text, is, []string{v})
		})
		if !known {
			names := make([]string, len(labels))
			for i, l := range labels {
				names[i] = l.Value
			}
			return invalid(t.where+".value", "%s has no value %q; it has %s", f.name, shorten(v), strings.Join(names, ", "))
		}
	}
	return nil
}

// articleFilter is for what the index has no column of: the articles are gone through.
func (c *compiler) articleFilter(f field, t test) (index.Filter, error) {
	if err := c.loadArticles(f, t); err != nil {
		return index.Filter{}, err
	}
	var keep []string
	for i := range c.articles {
		if a := &c.articles[i]; f.form.holds(f.part(a), t.operator, t.values) {
			keep = append(keep, a.ID)
		}
	}
	if len(keep) == 0 {
		return one(nil), nil
	}
	return index.Filter{Name: index.IDArticle, Any: keep}, nil
}

// loadArticles lists the articles of the collections, as many as a search can list.
func (c *compiler) loadArticles(f field, t test) error {
	if c.articles != nil {
		return nil
	}
	articles := []search.ArticleSummary{}
	for page := 1; ; page++ {
		found, err := c.s.Search(c.ctx, everything(c.collections, page, search.MaxPerPage))
		if err != nil {
			return fmt.Errorf("dify: list of articles: %w", err)
		}
		if found.Total > search.MaxWindow {
			return invalid(t.where+".name", "%s can be compared so in a knowledge of at most %d articles; this one has %d", f.name, search.MaxWindow, found.Total)
		}
		for _, h := range found.Hits {
			articles = append(articles, h.Article)
		}
		if len(found.Hits) == 0 || page*search.MaxPerPage >= found.Total {
			c.articles = articles
			return nil
		}
	}
}

// rangeFilter is for numbers and dates. What is not known is within no range.
func rangeFilter(f field, t test) (index.Filter, error) {
	if t.operator == notEmpty {
		return index.Filter{Name: f.filter}, nil
	}
	either := make([]index.Filter, 0, len(t.values))
	for i, s := range t.values {
		from, to, err := f.form.span(s)
		if err != nil {
			where := t.where + ".value"
			if len(t.values) > 1 {
				where += fmt.Sprintf("[%d]", i)
			}
			return index.Filter{}, invalid(where, "%q %s", shorten(s), err)
		}
		r := index.Filter{Name: f.filter}
		switch t.operator {
		case is, in:
			r.Min, r.Max = &from, &to
		case above, after:
			next := math.Nextafter(to, math.Inf(1))
			r.Min = &next
		case below, before:
			last := math.Nextafter(from, math.Inf(-1))
			r.Max = &last
		case atLeast:
			r.Min = &from
		case atMost:
			r.Max = &to
		}
		either = append(either, r)
	}
	return one(either), nil
}

// span is the numbers that a value stands for, the first and the last: one for a number,
// all instants of it for a day.
func (f form) span(s string) (from, to float64, err error) {
	if f == numbers {
		v, err := number(s)
		return v, v, err
	}
	day, err := dayOf(s)
	if err != nil {
		return 0, 0, err
	}
	return day, math.Nextafter(day+1, 0), nil
}

func number(s string) (float64, error) {
	v, err := strconv.ParseFloat(text.Normalize(s).String, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("is not a number")
	}
	return v, nil
}

// japan is the zone in which the instants that Dify sends are days: its date fields hold
// midnight where somebody picked the day, and from UTC to there it is the same day.
func japan() *time.Location { return time.FixedZone("JST", 9*60*60) }

// Between these a number is taken for seconds since 1970: below stand years, above
// milliseconds.
const (
	firstInstant = 100_000_000   // 1973
	lastInstant  = 7_258_118_400 // 2200
)

// dayOf is the day that a date, a time (of which the day as written counts) or seconds
// since 1970 name, in days since 1970.
func dayOf(s string) (float64, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t, err = time.Parse(time.RFC3339, s)
	}
	if err != nil {
		seconds, bad := number(s)
		if bad != nil || seconds < firstInstant || seconds > lastInstant {
			return 0, fmt.Errorf("is no date such as 2025-04-01, no RFC 3339 time, and no Unix time in seconds")
		}
		t = time.Unix(int64(seconds), 0).In(japan())
	}
	return float64(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)), nil
}
