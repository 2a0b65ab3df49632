package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"shirube/index"
	"shirube/internal/search"
)

// compared is what came of a comparison.
type compared struct {
	combinations, empty int
	counts, searched    int
	wrong               []string
}

// compare draws so many requests and compares the answers with the model's.
func (w *world) compare(ctx context.Context, combinations int, seed uint64) (*compared, error) {
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // to be repeated
	out := &compared{combinations: combinations}
	for range combinations {
		request := w.model.draw(r)
		by, err := w.matching(ctx, request)
		if err != nil {
			return nil, err
		}
		got, err := w.served.Search(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("%+v: %w", request, err)
		}
		if request.Query != "" && !reflect.DeepEqual(got.Interpreted, by.read) {
			// The filters hide what the query was read by: then it is asked as it stands.
			request.Interpret = &search.Interpret{}
			if by, err = w.matching(ctx, request); err != nil {
				return nil, err
			}
			if got, err = w.served.Search(ctx, request); err != nil {
				return nil, fmt.Errorf("%+v: %w", request, err)
			}
		}
		c := comparison{compared: out, m: w.model, request: request, by: by.matched, counted: w.model.counts(request, by.matched)}
		c.answer(got)
		if err := c.inside(ctx, w, r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// comparison is of one request.
type comparison struct {
	*compared
	m       *model
	request search.Request
	by      *matched
	counted map[string]map[string]int // by the model
}

func (c *comparison) differs(what string, got, want any) {
	c.wrong = append(c.wrong, fmt.Sprintf("%s: %v instead of %v; %s", what, got, want, describe(c.request)))
}

func describe(r search.Request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "q=%q view=%s match=%s collections=%v limit=%d", r.Query, r.View, r.Match, r.Collections, r.FacetLimit)
	for _, f := range r.Filters {
		fmt.Fprintf(&b, " %s any=%q none=%q", f.Name, f.Any, f.None)
		if f.Min != nil {
			fmt.Fprintf(&b, " min=%g", *f.Min)
		}
		if f.Max != nil {
			fmt.Fprintf(&b, " max=%g", *f.Max)
		}
	}
	return b.String()
}

// answer compares the total and every facet.
func (c *comparison) answer(got *search.Response) {
	if want := c.m.total(c.request, c.by); got.Total != want {
		c.differs("total", got.Total, want)
	}
	if got.Total == 0 {
		c.empty++
	}
	c.counts++
	names := append(index.ArticleFacets(), index.PassageFacets()...)
	for _, name := range names {
		want := c.values(name, c.request.FacetLimit)
		c.counts += len(want)
		if !reflect.DeepEqual(got.Facets[name], want) {
			c.differs(name, got.Facets[name], want)
		}
	}
	for _, name := range []string{index.RangeCost, index.RangeDowntime} {
		own := c.filter(name)
		for _, f := range got.Facets[name] {
			want := c.m.between(c.request, c.by, name, f.Min, f.Max)
			selected := (own.Min != nil || own.Max != nil) && reflect.DeepEqual(own.Min, f.Min) && reflect.DeepEqual(own.Max, f.Max)
			if f.Count != want || f.Selected != selected {
				c.differs(name+" "+f.Label, f, want)
			}
			c.counts++
		}
		if want := map[string]int{index.RangeCost: 5, index.RangeDowntime: 4}[name]; len(got.Facets[name]) != want {
			c.differs(name, len(got.Facets[name]), want)
		}
	}
	if len(got.Facets) != len(names)+2 {
		c.differs("facets", len(got.Facets), len(names)+2)
	}
}

// filter is the request's own of a name.
func (c *comparison) filter(name string) index.Filter {
	for _, f := range c.request.Filters {
		if f.Name == name {
			return f
		}
	}
	return index.Filter{}
}

// values is a facet as it should be shown: the most frequent first, then by value, so many
// and those that are selected besides, also where nothing has them.
func (c *comparison) values(name string, limit int) []search.Facet {
	counts := c.counted[name]
	order := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	chosen := c.filter(name).Any
	out := []search.Facet{}
	for i, v := range order {
		if i < limit || slices.Contains(chosen, v) {
			out = append(out, search.Facet{Value: v, Label: label(name, v), Count: counts[v], Selected: slices.Contains(chosen, v)})
		}
	}
	for _, v := range chosen {
		if counts[v] == 0 && !slices.ContainsFunc(out, func(f search.Facet) bool { return f.Value == v }) {
			out = append(out, search.Facet{Value: v, Label: label(name, v), Selected: true})
		}
	}
	return out
}

func label(facet, value string) string {
	for _, l := range search.Labels(facet) {
		if l.Value == value {
			return l.Text
		}
	}
	return value
}

// inside compares the search inside the values of a facet.
func (c *comparison) inside(ctx context.Context, w *world, r *rand.Rand) error {
	name := pick(r, append(index.ArticleFacets(), index.PassageFacets()...))
	request := search.FacetValuesRequest{Name: name, Request: c.request}
	if list := c.m.values[name]; len(list) > 0 {
		typed := part(r, label(name, pick(r, list)))
		if r.IntN(3) == 0 {
			request.Prefix = typed
		} else {
			request.Query = typed
		}
	}
	got, err := w.served.FacetValues(ctx, request)
	if err != nil {
		return fmt.Errorf("values of %s: %w", name, err)
	}
	want := []search.Facet{}
	for _, f := range c.values(name, len(c.m.values[name])) {
		shown := folded(f.Label)
		if len(want) < c.request.FacetLimit && strings.Contains(shown, folded(request.Query)) && strings.HasPrefix(shown, folded(request.Prefix)) {
			want = append(want, f)
		}
	}
	if !reflect.DeepEqual(got, want) {
		c.differs(fmt.Sprintf("values of %s with %q, beginning with %q", name, request.Query, request.Prefix), got, want)
	}
	c.counts += len(want)
	c.searched += len(want)
	return nil
}
