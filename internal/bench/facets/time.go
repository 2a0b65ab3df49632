package main

import (
	"context"
	"fmt"
	"testing"

	"shirube/index"
	"shirube/internal/search"
)

// time says what a facet with as many values as there are articles takes: a search that
// counts it, and the search inside its values.
func (w *world) time(ctx context.Context) error {
	var failed error
	say := func(what string, do func() (int, error)) {
		shown := 0
		r := testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n, err := do()
				if err != nil {
					failed = fmt.Errorf("%s: %w", what, err)
					b.Skip()
				}
				shown = n
			}
		})
		fmt.Printf("%s: %d values shown of %d, %.2f ms, %d allocations, %d KiB\n",
			what, shown, len(w.model.values[index.FacetTag]), float64(r.NsPerOp())/1e6, r.AllocsPerOp(), r.AllocedBytesPerOp()/1024)
	}
	for _, query := range []string{"", "内出血"} {
		request := search.Request{Query: query, Facets: []string{index.FacetTag}, Now: now()}
		say(fmt.Sprintf("search %q with one facet", query), func() (int, error) {
			got, err := w.served.Search(ctx, request)
			if err != nil {
				return 0, err
			}
			return len(got.Facets[index.FacetTag]), nil
		})
		say(fmt.Sprintf("values of the facet under %q that contain ７７", query), func() (int, error) {
			got, err := w.served.FacetValues(ctx, search.FacetValuesRequest{Name: index.FacetTag, Query: "７７", Request: request})
			return len(got), err
		})
	}
	return failed
}
