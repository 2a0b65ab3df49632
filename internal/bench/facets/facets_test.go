package main

import (
	"testing"
	"time"

	"shirube/internal/bench"
)

// Visitors choose by counts: one that is wrong sends them to nothing, or keeps them from
// what there is. The sample is small enough to be asked 2,000 times here; a command asks
// 10,000 generated articles.
func TestFacetCountsEqualBruteForce(t *testing.T) {
	parts, err := bench.Load()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	for _, of := range []struct {
		name                   string
		articles, combinations int
	}{{"sample", 0, 2000}, {"generated", 300, 200}} {
		t.Run(of.name, func(t *testing.T) {
			err := with(t.Context(), parts, of.articles, seed, func(w *world) error {
				got, err := w.compare(t.Context(), of.combinations, seed)
				if err != nil {
					return err
				}
				t.Logf("seed %d: %d combinations, %d of them with nothing found, %d counts, %d of them of values searched for",
					seed, got.combinations, got.empty, got.counts, got.searched)
				for _, e := range got.wrong[:min(len(got.wrong), 5)] {
					t.Errorf("seed %d: %s", seed, e)
				}
				if got.empty*4 > 3*got.combinations || got.counts < 10*got.combinations || got.searched < got.combinations/8 {
					t.Errorf("seed %d: too little was compared", seed)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
