package main

import (
	"context"
	"fmt"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/search"
)

// timed is how often each is done.
const timed = 50

// time says what a facet with as many values as there are articles takes: a search that
// counts it, and the search inside its values. The time is the median.
func (w *world) time(ctx context.Context) error {
	say := func(what string, do func() (int, error)) error {
		shown := 0
		p, err := bench.Repeat(timed, func(int) (err error) {
			shown, err = do()
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		fmt.Printf("%s: %d values shown of %d, %.2f ms, %.0f allocations, %.0f KiB\n",
			what, shown, len(w.model.values[index.FacetTag]), p.P(0.5), p.Allocations, p.KiB)
		return nil
	}
	for _, query := range []string{"", "内出血"} {
		request := search.Request{Query: query, Facets: []string{index.FacetTag}, Now: now()}
		err := say(fmt.Sprintf("search %q with one facet", query), func() (int, error) {
			got, err := w.served.Search(ctx, request)
			if err != nil {
				return 0, err
			}
			return len(got.Facets[index.FacetTag]), nil
		})
		if err != nil {
			return err
		}
		err = say(fmt.Sprintf("values of the facet under %q that contain ７７", query), func() (int, error) {
			got, err := w.served.FacetValues(ctx, search.FacetValuesRequest{Name: index.FacetTag, Query: "７７", Request: request})
			return len(got), err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
